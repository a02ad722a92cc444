import "pe"
import "elf"
import "math"
import "hash"
rule executables {
  condition:
    pe.is_pe and pe.number_of_sections > 2 and pe.sections[0].name == ".text"
    or elf.type == elf.ET_EXEC and for any s in elf.sections : ( s.name matches /^\.te?xt$/is )
    or for any k, v in pe.version_info : ( k contains "Name" and v startswith "content" )
}
rule values {
  condition:
    math.entropy(0, filesize) > 6.5 or hash.md5(0, 4) == "0123456789abcdef0123456789abcdef"
    or pe.imports("kernel32.dll", "CreateFileA") or pe.version_info["CompanyName"] icontains "gate"
}
