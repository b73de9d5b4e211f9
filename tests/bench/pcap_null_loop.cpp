// siptriage_pcap_null_loop: the yardstick for reading captures at all. Has
// libpcap hand out each frame of a file, and does nothing with it.
//
//     siptriage_pcap_null_loop FILE
//
// Prints how many there were.

#include <array>
#include <cstdint>
#include <cstdio>

#include <pcap/pcap.h>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: siptriage_pcap_null_loop FILE\n");
    return 2;
  }
  std::array<char, PCAP_ERRBUF_SIZE> error{};
  pcap_t* capture = pcap_open_offline(argv[1], error.data());
  if (capture == nullptr) {
    std::fprintf(stderr, "siptriage_pcap_null_loop: %s\n", error.data());
    return 1;
  }
  std::uint64_t frames = 0;
  pcap_pkthdr* header = nullptr;
  const u_char* octets = nullptr;
  int status = 0;
  while ((status = pcap_next_ex(capture, &header, &octets)) == 1) ++frames;
  if (status == PCAP_ERROR) {
    std::fprintf(stderr, "siptriage_pcap_null_loop: %s\n",
                 pcap_geterr(capture));
  }
  pcap_close(capture);
  std::printf("%llu\n", static_cast<unsigned long long>(frames));
  return status == PCAP_ERROR ? 1 : 0;
}
