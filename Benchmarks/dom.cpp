// The peer of the reader: simdjson's DOM parser checks whole files and extracts nothing. One thread.
// build: g++ -O3 -march=native -std=c++17 -DNDEBUG dom.cpp -o dom $(pkg-config --cflags --libs simdjson); run: ./dom FILE.json…
#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <vector>

int main(int count, char **paths) {
  std::vector<simdjson::padded_string> texts;
  for (int i = 1; i < count; i++) texts.push_back(simdjson::padded_string::load(paths[i]).value());
  simdjson::dom::parser parser;
  double best = 1e9;
  size_t records = 0;
  for (int round = 0; round < 5; round++) {
    const auto start = std::chrono::steady_clock::now();
    records = 0;
    for (auto &text : texts) {
      simdjson::dom::element document;
      if (parser.parse(text).get(document)) return 1;
      records += document["Records"].get_array().value().size();
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (seconds < best) best = seconds;
  }
  std::printf("%zu records, %.3f s, %.0f events/s\n", records, best, records / best);
}
