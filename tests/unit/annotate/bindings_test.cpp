// For how long each Contact of a registration is to be there.

#include "siptriage/annotate/bindings.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

namespace siptriage::bindings_test {
namespace {

std::string bindings_of(std::string_view fields) {
  const std::string octets =
      "SIP/2.0 200 OK\r\n" + std::string(fields) + "Content-Length: 0\r\n\r\n";
  sip::Message message;
  EXPECT_EQ(sip::parse_message(octets, sip::Framing::Datagram, message),
            sip::ParseStatus::Complete);
  std::string text;
  BindingReader reader(message);
  for (Binding binding; reader.next(binding);) {
    text += binding.contact.wildcard ? "*" : std::string(binding.contact.uri);
    text += binding.has_expires ? " own " : " ";
    text += binding.seconds ? std::to_string(*binding.seconds) : "-";
    text += ", ";
  }
  return text;
}

TEST(BindingReader, TakesTheParameterBeforeTheHeaderField) {
  EXPECT_EQ(bindings_of("Contact: <sip:a@h>;expires=60, <sip:b@h>\r\n"
                        "Expires: 3600\r\nm: sip:c@h;expires=0\r\n"),
            "sip:a@h own 60, sip:b@h 3600, sip:c@h own 0, ");
}

TEST(BindingReader, SaysNothingWhereNothingIsSaid) {
  EXPECT_EQ(bindings_of("Contact: <sip:a@h>\r\n"), "sip:a@h -, ");
  EXPECT_EQ(bindings_of("Contact: <sip:a@h>;expires=soon\r\nExpires: 60\r\n"),
            "sip:a@h own -, ");
  EXPECT_EQ(bindings_of("Expires: 60\r\n"), "");
}

TEST(BindingReader, LeavesOutWhatCannotBeRead) {
  EXPECT_EQ(bindings_of("Contact: <sip:a@h\r\nExpires: 0\r\n"
                        "Contact: *\r\n"),
            "* 0, ");
}

}  // namespace
}  // namespace siptriage::bindings_test
