#!/bin/sh
# make_capture_test.sh GENERATOR SIPTRIAGE CKSUM KIND [flags]: the capture is
# the same octets twice, the same as ever (CKSUM, as cksum(1) gives it), another
# with another seed, and siptriage finds as many messages as it was made of.
set -eu

generator=$1 siptriage=$2 expected=$3
shift 3
work=$(mktemp -d "${TMPDIR:-/tmp}/make-capture-test.XXXXXX")
trap 'rm -rf "$work"' EXIT
fail() { echo "$*" >&2; exit 1; }

"$generator" "$@" "$work/first" 2>"$work/told"
"$generator" "$@" "$work/second" 2>/dev/null
cmp "$work/first" "$work/second"
"$generator" "$@" --seed 2 "$work/other" 2>/dev/null
! cmp -s "$work/first" "$work/other" || fail 'the seed changes nothing'

sum=$(cksum <"$work/first" | cut -d ' ' -f 1)
[ "$sum" = "$expected" ] ||
  fail "cksum $sum, not $expected: update tests/bench/CMakeLists.txt if texts" \
    'were changed on purpose; results are then no longer comparable'

count_messages() { "$siptriage" messages "$1" --ndjson | wc -l | tr -d ' '; }
made=$(sed -n 's/^messages //p' "$work/told")
found=$(count_messages "$work/first")
[ "$made" = "$found" ] || fail "made $made messages, siptriage found $found"
"$generator" "$@" --pcapng "$work/pcapng" 2>/dev/null
[ "$made" = "$(count_messages "$work/pcapng")" ] || fail 'pcapng differs'
