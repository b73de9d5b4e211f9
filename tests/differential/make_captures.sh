#!/bin/sh
# make_captures.sh MAKE_CAPTURE FOLDER: one small capture of each kind that
# siptriage_make_capture knows, in pcap or pcapng.
set -eu

make_capture=${1:?usage: make_captures.sh MAKE_CAPTURE FOLDER}
folder=${2:?usage: make_captures.sh MAKE_CAPTURE FOLDER}
make() { log=$("$make_capture" "$@" 2>&1) || { echo "$log" >&2; exit 1; }; }
pcap() { make "$@" "$folder/$1.pcap"; }
pcapng() { make "$@" --pcapng "$folder/$1.pcapng"; }

mkdir -p "$folder"
pcap sip-heavy --calls 200
pcapng media-heavy --packets 20000
pcapng tcp --calls 150
pcap short-calls --calls 100
pcapng long-calls --calls 1
pcap register-storm --calls 100
pcapng same-hash --calls 100
pcap many-headers --calls 3
pcapng giant-dialog --calls 50
pcap never-answered --calls 100
pcapng deep-forks --calls 1
pcap small-segments --calls 10
pcapng fragments --calls 100
