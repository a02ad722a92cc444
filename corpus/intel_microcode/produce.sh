#!/bin/sh
# Bundle three of the made updates with iucode_tool: sh corpus/intel_microcode/produce.sh
set -eu
cd "$(dirname "$0")/valid"
rm -f bundle-by-iucode-tool.bin
iucode_tool -q -L -tb -w bundle-by-iucode-tool.bin metadata.bin further-signature.bin leap-day.bin
