#include <cmath>
#include <cstdio>
#include <iostream>

#include "tests/bench/bench.h"

namespace candour::bench {
namespace {

std::string Quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string Number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", std::isfinite(value) ? value : 0.0);
  return text;
}

}  // namespace

void Report::Add(const std::string& name, double value, const std::string& unit,
                 const Params& params) {
  std::string line = "{\"name\":" + Quoted(name) + ",\"value\":" + Number(value) +
                     ",\"unit\":" + Quoted(unit) + ",\"params\":{";
  const char* between = "";
  for (const auto& [key, text] : params) {
    line += between + Quoted(key) + ":" + Quoted(text);
    between = ",";
  }
  std::cout << line << "}}" << std::endl;
}

void Report::AddAgainst(const std::string& name, double value, double limit,
                        const std::string& unit, const Params& params) {
  Add(name, value, unit, params);
  Add(name + ".limit", limit, unit, params);
  Add(name + ".ratio", limit > 0 ? value / limit : 0, "1", params);
}

void Report::Say(const std::string& text) { std::cerr << text << std::endl; }

}  // namespace candour::bench
