#!/bin/sh
# Builds samples/NAME/NAME.pcap or .pcapng from samples/NAME/flow.txt, all of
# them; with --check, says which file is not what its script makes of it.
#
#   rebuild_samples.sh [--check] BUILD_CAPTURE SAMPLES
#
# Exit 0 done, 1 a capture differs or is missing, 2 usage or a wrong script.
set -u

check=no
if [ "${1:-}" = --check ]; then
  check=yes
  shift
fi
if [ $# -ne 2 ]; then
  echo "usage: rebuild_samples.sh [--check] BUILD_CAPTURE SAMPLES" >&2
  exit 2
fi
build_capture=$1
samples=$2

built=$(mktemp) || exit 2
trap 'rm -f "$built"' EXIT

status=0
count=0
for script in "$samples"/*/flow.txt; do
  folder=$(dirname "$script")
  suffix=pcap
  grep -q '^capture pcapng' "$script" && suffix=pcapng
  capture=$folder/$(basename "$folder").$suffix
  "$build_capture" "$script" -o "$built" || exit 2
  count=$((count + 1))
  if cmp -s "$built" "$capture"; then
    continue
  elif [ $check = yes ]; then
    echo "$capture is not what flow.txt makes of it;" \
      "run rebuild_samples.sh without --check" >&2
    status=1
  else
    cat "$built" > "$capture" || exit 2
    echo "wrote $capture"
  fi
done
if [ $count -eq 0 ]; then
  echo "rebuild_samples.sh: no */flow.txt in $samples" >&2
  exit 2
fi
exit $status
