# Run by perl with libmaxmind-db-writer-perl: writes databases of many shapes into a folder.
#
#   perl mmdb_by_perl.pl FOLDER
#
# The producer writes the time of its run into a file; it is told a fixed one.
use strict;
use warnings;
BEGIN { *CORE::GLOBAL::time = sub () { 1_700_000_000 } }
use MaxMind::DB::Writer::Tree;

my ($folder) = @ARGV;
my %types = (
    score => 'uint16', name => 'utf8_string', names => 'map', en => 'utf8_string',
    de => 'utf8_string', tags => [ 'array', 'utf8_string' ], listed => 'boolean',
    latitude => 'double', small => 'float', delta => 'int32', counter => 'uint64',
    number => 'uint128', raw => 'bytes', wide => 'uint32',
);

sub record {
    my ($i) = @_;
    my %all = (
        score => $i % 1000, name => "place " . $i % 70, tags => [ ('spam') x ( $i % 4 ) ],
        names => { en => "place " . $i % 70, de => "Ort " . $i % 70 }, listed => $i % 2,
        latitude => $i / 7, small => 0.5 * $i, delta => -$i, counter => $i * 1_000_003,
        number => "1234567890123456789" . $i, raw => pack( 'N', $i ), wide => $i * 977,
    );
    my %some;
    my $n = 0;
    for my $key ( sort keys %all ) { $some{$key} = $all{$key} if ( $i + $n++ ) % 3 }
    return \%some;
}

for my $version ( 4, 6 ) {
    for my $size ( 24, 28, 32 ) {
        for my $count ( 1, 50, 2000 ) {
            my $tree = MaxMind::DB::Writer::Tree->new(
                ip_version => $version, record_size => $size, database_type => 'Own-Demo',
                languages => ['en'], description => { en => "$count networks" },
                map_key_type_callback => sub { $types{ $_[0] } },
                remove_reserved_networks => 0,
                ( $version == 6 ? ( alias_ipv6_to_ipv4 => $count % 100 ? 1 : 0 ) : () ),
            );
            for my $i ( 1 .. $count ) {
                my $network = $version == 4
                    ? sprintf( '%d.%d.%d.0/%d', 11 + $i % 89, $i * 7 % 256, $i * 13 % 256, 24 )
                    : sprintf( '2001:%x:%x::/%d', $i % 4096, $i * 31 % 65536, 32 + $i % 17 );
                $tree->insert_network( $network, record($i) );
            }
            open my $out, '>:raw', "$folder/perl-ipv$version-$size-$count.mmdb" or die $!;
            $tree->write_tree($out);
            close $out or die $!;
        }
    }
}
