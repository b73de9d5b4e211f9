#include "siptriage/sip/product.h"

#include <string>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

namespace siptriage::sip::product_test {
namespace {

constexpr const char* kRequest =
    "BYE sip:bob@192.0.2.20 SIP/2.0\r\nUser-Agent: phone/1\r\n\r\n";

// What a 200 with these header fields says, without and with its request.
std::string told(const std::string& fields) {
  const std::string text = "SIP/2.0 200 OK\r\n" + fields + "\r\n";
  Message response;
  Message request;
  EXPECT_EQ(parse_message(text, Framing::Datagram, response),
            ParseStatus::Complete);
  EXPECT_EQ(parse_message(kRequest, Framing::Datagram, request),
            ParseStatus::Complete);
  return std::string(product_of(response)) + "|" +
         std::string(product_of(response, request));
}

TEST(Product, IsOfServerBeforeUserAgent) {
  EXPECT_EQ(told("Server: pbx/2\r\nUser-Agent: phone/1\r\n"), "pbx/2|pbx/2");
  EXPECT_EQ(told("User-Agent: phone/9\r\n"), "phone/9|phone/9");
  EXPECT_EQ(told(""), "|");
}

TEST(Product, OfACopyOfTheRequestIsNotTheClients) {
  EXPECT_EQ(told("Max-Forwards: 70\r\nUser-Agent: phone/1\r\n"), "|");
  EXPECT_EQ(told("Max-Forwards: 70\r\nUser-Agent: proxy/3\r\n"), "|proxy/3");
  EXPECT_EQ(told("Max-Forwards: 70\r\nServer: pbx/2\r\n"), "pbx/2|pbx/2");
}

}  // namespace
}  // namespace siptriage::sip::product_test
