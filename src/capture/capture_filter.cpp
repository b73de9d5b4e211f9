#include "siptriage/capture/capture_filter.h"

#include <algorithm>
#include <array>
#include <limits>
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

 private:
  bpf_program code_{};
};

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
  constexpr int kOptimize = 1;
  Program program;
  if (pcap_compile(pcap.get(), program.code(), expression.c_str(), kOptimize,
                   PCAP_NETMASK_UNKNOWN) != 0) {
    return fail(ErrorCode::BadFilter,
                "the capture filter '" + expression + "' does not compile: " +
                    pcap_geterr(pcap.get()) + "; see man pcap-filter");
  }
  return program;
}

}  // namespace

// The expression, compiled for the link types met so far.
class CaptureFilter::Programs {
 public:
  explicit Programs(std::string expression)
      : expression_(std::move(expression)) {}

  // Nothing where the expression has no meaning for `type`.
  bpf_program* find(LinkType type) {
    auto row = std::find_if(rows_.begin(), rows_.end(),
                            [type](const Row& r) { return r.type == type; });
    if (row == rows_.end()) row = add(type, compile_for(type, expression_));
    return row->compiles ? row->program.code() : nullptr;
  }

  [[nodiscard]] const std::string& expression() const { return expression_; }

  struct Row {
    LinkType type;
    bool compiles;
    Program program;
  };

  std::vector<Row>::iterator add(LinkType type, Result<Program> program) {
    Row row{type, program.has_value(), {}};
    if (program) row.program = std::move(*program);
    rows_.push_back(std::move(row));
    return rows_.end() - 1;
  }

 private:
  std::string expression_;
  std::vector<Row> rows_;  // few: a capture has one or two link types
};

CaptureFilter::CaptureFilter(std::unique_ptr<Programs> programs)
    : programs_(std::move(programs)) {}
CaptureFilter::CaptureFilter(CaptureFilter&&) noexcept = default;
CaptureFilter& CaptureFilter::operator=(CaptureFilter&&) noexcept = default;
CaptureFilter::~CaptureFilter() = default;

Result<CaptureFilter> CaptureFilter::compile(std::string expression) {
  // In this order: the words people know come from the first. The rest is for
  // what means nothing on Ethernet, such as a PPP or cooked direction.
  constexpr std::array kTypes = {LinkType::Ethernet, LinkType::RawIp,
                                 LinkType::LinuxSll, LinkType::LinuxSll2,
                                 LinkType::Ppp};
  if (expression.find('\0') != std::string::npos) {
    return fail(ErrorCode::BadFilter, "the capture filter has a NUL in it");
  }
  Error first;
  for (const LinkType type : kTypes) {
    Result<Program> program = compile_for(type, expression);
    if (program) {
      auto programs = std::make_unique<Programs>(std::move(expression));
      programs->add(type, std::move(program));
      return CaptureFilter(std::move(programs));
    }
    if (first.message.empty()) first = std::move(program.error());
  }
  return tl::unexpected<Error>(std::move(first));
}

CaptureFilter CaptureFilter::another() const {
  return CaptureFilter(std::make_unique<Programs>(programs_->expression()));
}

bool CaptureFilter::matches(std::string_view octets,
                            std::uint32_t original_length_octets,
                            LinkType link_type) {
  const bpf_program* const program = programs_->find(link_type);
  if (program == nullptr) return false;
  pcap_pkthdr header{};
  header.caplen = static_cast<bpf_u_int32>(std::min<std::size_t>(
      octets.size(), std::numeric_limits<bpf_u_int32>::max()));
  header.len = original_length_octets;
  return pcap_offline_filter(program, &header,
                             reinterpret_cast<const u_char*>(octets.data())) !=
         0;
}

}  // namespace siptriage
