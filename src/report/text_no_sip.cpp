// Why there is no SIP in a capture, and what to do about it.

#include <string_view>

#include "report/text_parts.h"

namespace siptriage::report {
namespace {

struct Advice {
  SkipReason reasons[3];  // any of these; Count: none
  std::string_view text;
};

// In the order in which they are worth looking at.
constexpr Advice kAdvice[] = {
    {{SkipReason::Filtered, SkipReason::Count, SkipReason::Count},
     "The filter turned frames away. Run again without --filter to see what "
     "they hold."},
    {{SkipReason::EncryptedTls, SkipReason::EncryptedDtls,
      SkipReason::EncryptedEsp},
     "There is encrypted traffic, which may be SIP that cannot be read. "
     "Capture where the signalling is in the clear, such as behind the "
     "element that ends TLS."},
    {{SkipReason::UnknownLinkType, SkipReason::TunnelTooDeep,
      SkipReason::Count},
     "Some frames have a link type or a tunnel that is not decoded. Capture "
     "on an Ethernet or \"any\" interface."},
    {{SkipReason::SnapLength, SkipReason::TruncatedHeader, SkipReason::Count},
     "The snap length cut packets before their payload could be read. Capture "
     "again with full packets: tcpdump -s 0."},
    {{SkipReason::FragmentIncomplete, SkipReason::FragmentLimit,
      SkipReason::TcpGap},
     "Parts of fragmented datagrams or TCP streams are missing. A capture "
     "filter on ports loses IP fragments; filter on addresses instead."},
    {{SkipReason::Rtp, SkipReason::Count, SkipReason::Count},
     "There is media without its signalling, which took another way or was "
     "filtered out. Capture at the server that handles the calls, without a "
     "filter on media ports."},
    {{SkipReason::OtherUdp, SkipReason::OtherTcp, SkipReason::Count},
     "There is other UDP or TCP traffic, on whatever ports, but none of it "
     "begins with a SIP start line. Check the interface and the time of the "
     "capture."},
};

bool applies(const Advice& advice, const Coverage& coverage) {
  for (const SkipReason reason : advice.reasons) {
    if (reason != SkipReason::Count && coverage.of(reason) != 0) return true;
  }
  return false;
}

}  // namespace

void write_no_sip(TextReport& report) {
  const Coverage& coverage = report.triage.coverage;
  Layout& layout = report.layout;
  layout.heading("WHY");
  if (coverage.frames == 0) {
    layout.item(2, "-",
                "The capture holds no frames at all. Check that the capturing "
                "program saw the right interface, and that its filter lets "
                "signalling pass.");
    return;
  }
  bool any = false;
  for (const Advice& advice : kAdvice) {
    if (!applies(advice, coverage)) continue;
    layout.item(2, "-", advice.text);
    any = true;
  }
  if (!any) {
    layout.item(2, "-",
                "No frame carries UDP or TCP payload. Check the interface and "
                "the filter of the capture.");
  }
}

}  // namespace siptriage::report
