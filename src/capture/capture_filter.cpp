#include "siptriage/capture/capture_filter.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <pcap/pcap.h>

#include "capture/frame_limit.h"

namespace siptriage {
namespace {

struct ClosePcap {
  void operator()(pcap_t* pcap) const { pcap_close(pcap); }
};

// A compiled filter.
class Program {
 public:
  Program() = default;
  Program(Program&& other) noexcept : code_(std::exchange(other.code_, {})) {}
  Program& operator=(Program&& other) noexcept {
    std::swap(code_, other.code_);
    return *this;
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() { pcap_freecode(&code_); }

  [[nodiscard]] bpf_program* code() { return &code_; }
  [[nodiscard]] const bpf_program* code() const { return &code_; }

 private:
  bpf_program code_{};
};

// Instructions of a program that libpcap may still shorten: with long lists of
// hosts that takes longer than everything else.
constexpr bpf_u_int32 kMaxOptimized = 1000;

// All that we name, the one that most captures have in front.
constexpr std::array kTypes = {
    LinkType::Ethernet, LinkType::RawIp,     LinkType::LinuxSll,
    LinkType::Ppp,      LinkType::LinuxSll2, LinkType::Null,
    LinkType::Loop,     LinkType::Ipv4,      LinkType::Ipv6,
    LinkType::Nflog,    LinkType::PppHdlc,   LinkType::PppEther};

// DLT_RAW is the one link type we name whose number libpcap sees otherwise.
int dlt_of(LinkType type) {
  return type == LinkType::RawIp ? DLT_RAW : static_cast<int>(type);
}

Result<Program> compile_for(LinkType type, const std::string& expression) {
  const std::unique_ptr<pcap_t, ClosePcap> pcap(
      pcap_open_dead(dlt_of(type), static_cast<int>(detail::kMaxFrameOctets)));
  if (pcap == nullptr) {
    return fail(ErrorCode::BadFilter, "no memory to compile the filter");
  }
  Program program;
  const auto compile = [&](int optimize) {
    program = Program();
    return pcap_compile(pcap.get(), program.code(), expression.c_str(),
                        optimize, PCAP_NETMASK_UNKNOWN) == 0;
  };
  if (!compile(0) || (program.code()->bf_len <= kMaxOptimized && !compile(1))) {
    return fail(ErrorCode::BadFilter,
                "the capture filter '" + expression + "' does not compile: " +
                    pcap_geterr(pcap.get()) + "; see man pcap-filter");
  }
  return program;
}

}  // namespace

// The expression, compiled for each link type.
struct CaptureFilter::Programs {
  // Without a program where the expression has no meaning for `type`.
  struct Row {
    LinkType type;
    std::optional<Program> program;
  };
  std::vector<Row> rows;
};

CaptureFilter::CaptureFilter(std::shared_ptr<const Programs> programs)
    : programs_(std::move(programs)) {}

Result<CaptureFilter> CaptureFilter::compile(const std::string& expression) {
  if (expression.find('\0') != std::string::npos) {
    return fail(ErrorCode::BadFilter, "the capture filter has a NUL in it");
  }
  auto programs = std::make_shared<Programs>();
  bool compiles = false;
  Error first;  // Ethernet's: the words people know
  for (const LinkType type : kTypes) {
    Result<Program> program = compile_for(type, expression);
    programs->rows.push_back({type, std::nullopt});
    if (program) {
      programs->rows.back().program = std::move(*program);
      compiles = true;
    } else if (first.message.empty()) {
      first = std::move(program.error());
    }
  }
  if (!compiles) return tl::unexpected<Error>(std::move(first));
  return CaptureFilter(std::move(programs));
}

bool CaptureFilter::matches(std::string_view octets,
                            std::uint32_t original_length_octets,
                            LinkType link_type) const {
  const auto row = std::find_if(
      programs_->rows.begin(), programs_->rows.end(),
      [link_type](const Programs::Row& r) { return r.type == link_type; });
  if (row == programs_->rows.end()) return true;
  if (!row->program) return false;
  pcap_pkthdr header{};
  header.caplen = static_cast<bpf_u_int32>(std::min<std::size_t>(
      octets.size(), std::numeric_limits<bpf_u_int32>::max()));
  header.len = original_length_octets;
  return pcap_offline_filter(row->program->code(), &header,
                             reinterpret_cast<const u_char*>(octets.data())) !=
         0;
}

}  // namespace siptriage
