// The peer of the reader: simdjson's DOM parser checks whole files, and then the values that Nightjar notes of each record
// are looked up in its tree. One thread. The tree has no positions in the text, which Nightjar also notes.
// build: g++ -O3 -march=native -std=c++17 -DNDEBUG dom.cpp -o dom $(pkg-config --cflags --libs simdjson); run: ./dom FILE.json…
#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <string_view>
#include <unordered_map>
#include <vector>

using simdjson::dom::element;
using simdjson::dom::object;

// The wanted keys of one object; a key may lead to another object with wanted keys.
struct Plan {
  std::unordered_map<std::string_view, std::pair<int, const Plan *>> keys;
};

static void collect(object members, const Plan &plan, std::vector<element> &slots) {
  for (auto field : members) {
    const auto found = plan.keys.find(field.key);
    if (found == plan.keys.end()) continue;
    if (found->second.first >= 0) slots[found->second.first] = field.value;
    object inner;
    if (found->second.second && !field.value.get(inner)) collect(inner, *found->second.second, slots);
  }
}

int main(int count, char **paths) {
  std::vector<simdjson::padded_string> texts;
  for (int i = 1; i < count; i++) texts.push_back(simdjson::padded_string::load(paths[i]).value());
  Plan issuer;
  issuer.keys["type"] = {0, nullptr};
  issuer.keys["userName"] = {1, nullptr};
  issuer.keys["principalId"] = {2, nullptr};
  issuer.keys["arn"] = {3, nullptr};
  issuer.keys["accountId"] = {4, nullptr};
  Plan attributes;
  attributes.keys["mfaAuthenticated"] = {5, nullptr};
  Plan session;
  session.keys["sessionIssuer"] = {-1, &issuer};
  session.keys["attributes"] = {-1, &attributes};
  Plan identity;
  identity.keys["type"] = {6, nullptr};
  identity.keys["userName"] = {7, nullptr};
  identity.keys["principalId"] = {8, nullptr};
  identity.keys["arn"] = {9, nullptr};
  identity.keys["accountId"] = {10, nullptr};
  identity.keys["accessKeyId"] = {11, nullptr};
  identity.keys["invokedBy"] = {12, nullptr};
  identity.keys["sessionContext"] = {-1, &session};
  Plan request;
  request.keys["userName"] = {13, nullptr};
  Plan response;
  response.keys["ConsoleLogin"] = {14, nullptr};
  Plan tls;
  tls.keys["clientProvidedHostHeader"] = {15, nullptr};
  Plan record;
  record.keys["eventVersion"] = {16, nullptr};
  record.keys["eventTime"] = {17, nullptr};
  record.keys["eventSource"] = {18, nullptr};
  record.keys["eventName"] = {19, nullptr};
  record.keys["awsRegion"] = {20, nullptr};
  record.keys["sourceIPAddress"] = {21, nullptr};
  record.keys["userAgent"] = {22, nullptr};
  record.keys["additionalEventData"] = {23, nullptr};
  record.keys["errorCode"] = {24, nullptr};
  record.keys["errorMessage"] = {25, nullptr};
  record.keys["requestID"] = {26, nullptr};
  record.keys["eventID"] = {27, nullptr};
  record.keys["eventType"] = {28, nullptr};
  record.keys["eventCategory"] = {29, nullptr};
  record.keys["readOnly"] = {30, nullptr};
  record.keys["recipientAccountId"] = {31, nullptr};
  record.keys["requestParameters"] = {32, &request};
  record.keys["responseElements"] = {33, &response};
  record.keys["tlsDetails"] = {-1, &tls};
  record.keys["userIdentity"] = {-1, &identity};

  simdjson::dom::parser parser;
  std::vector<element> slots(34);
  for (const bool extracts : {false, true}) {
    double best = 1e9;
    size_t records = 0;
    for (int round = 0; round < 5; round++) {
      const auto start = std::chrono::steady_clock::now();
      records = 0;
      for (auto &text : texts) {
        element document;
        if (parser.parse(text).get(document)) return 1;
        const simdjson::dom::array list = document["Records"].get_array();
        for (element value : list) {
          records++;
          const object members = value.get_object();
          if (extracts) collect(members, record, slots);
        }
      }
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      if (seconds < best) best = seconds;
    }
    std::printf("%s: %zu records, %.3f s, %.0f events/s\n", extracts ? "checking and extracting" : "checking", records, best, records / best);
  }
}
