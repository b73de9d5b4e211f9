// A compressed capture for which there is no room, as the analysis sees it.

#include <string>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "support/compress.h"
#include "support/file_size_limit.h"
#include "support/program.h"

namespace siptriage::no_room_test {
namespace {

TEST(NoRoomToUnpack, IsAnErrorAlsoWhereFramesWereReadAlready) {
  const testing::TemporaryFolder folder;
  std::string capture = testing::read_file(SIPTRIAGE_SOURCE_DIR
                                           "/samples/cancelled/cancelled.pcap");
  const std::string records = capture.substr(24);
  while (capture.size() < std::size_t{3} << 20) capture += records;
  const std::string path = folder / "capture.gz";
  testing::write_file(path, testing::gzip(capture));

  const testing::FileSizeLimit limit(rlim_t{2} << 20);
  for (const unsigned threads : {1U, 2U}) {
    Workers workers(threads);
    const Result<Triage> done = triage({path}, workers);
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::Io);
    EXPECT_NE(done.error().message.find("set TMPDIR"), std::string::npos);
  }
  const Result<Analysis> done = analyze({path});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, ErrorCode::Io);
}

}  // namespace
}  // namespace siptriage::no_room_test
