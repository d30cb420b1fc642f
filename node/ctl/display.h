// What reaches a terminal or a spreadsheet: remote text made harmless, and tables.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace candour::ctl {

// Without control characters, escape sequences, bidirectional overrides and invalid UTF-8; a line
// break becomes a space. For one-line places.
std::string Clean(std::string_view text);
// The same, but line breaks stay.
std::string CleanLines(std::string_view text);

// Quoted where it has to be; a cell that a spreadsheet would calculate begins with an apostrophe.
std::string CsvCell(std::string_view text);

// Columns a terminal needs for it (wide and combining characters counted).
size_t DisplayWidth(std::string_view text);
std::string Fit(std::string_view text, size_t width);  // Cut with "…" or padded.
std::vector<std::string> Wrap(std::string_view text, size_t width);

class Table {
 public:
  explicit Table(std::vector<std::string> header) : header_(std::move(header)) {}
  void Add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }

  std::string AsText(size_t width_max) const;  // Every cell cleaned; wide columns cut to fit.
  std::string AsCsv() const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

// Two texts beside each other, wrapped.
std::string SideBySide(std::string_view left, std::string_view right, size_t width);

std::string Day(int64_t posix_seconds);     // 2025-04-17; "-" for 0.
std::string Moment(int64_t posix_seconds);  // 2025-04-17 14:03; "-" for 0.
// NETWORK/MEMBER/ITEM with the item cut to 8 characters.
std::string ShortName(std::string_view name);

}  // namespace candour::ctl
