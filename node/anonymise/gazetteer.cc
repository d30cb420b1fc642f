#include "node/anonymise/gazetteer.h"

// A list named NAME becomes the bytes between candour_NAME_begin and candour_NAME_end.
#define CANDOUR_LIST(name)                         \
  __asm__(                                         \
      ".pushsection .rodata\n"                     \
      ".globl candour_" #name                      \
      "_begin\n"                                   \
      "candour_" #name                             \
      "_begin:\n"                                  \
      ".incbin \"" CANDOUR_GAZETTEER_DIR "/" #name \
      ".txt\"\n"                                   \
      ".globl candour_" #name                      \
      "_end\n"                                     \
      "candour_" #name                             \
      "_end:\n"                                    \
      ".byte 0\n"                                  \
      ".popsection\n");                            \
  extern "C" {                                     \
  extern const char candour_##name##_begin[];      \
  extern const char candour_##name##_end[];        \
  }

CANDOUR_LIST(english)
CANDOUR_LIST(forenames)
CANDOUR_LIST(surnames)
CANDOUR_LIST(places)
CANDOUR_LIST(drugs)
CANDOUR_LIST(vocabulary)
CANDOUR_LIST(names)

#undef CANDOUR_LIST

namespace candour::anonymise {
namespace {

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<size_t>(end - begin)};
}

}  // namespace

Gazetteer CompiledGazetteer() {
  return {.english = Between(candour_english_begin, candour_english_end),
          .forenames = Between(candour_forenames_begin, candour_forenames_end),
          .surnames = Between(candour_surnames_begin, candour_surnames_end),
          .places = Between(candour_places_begin, candour_places_end),
          .drugs = Between(candour_drugs_begin, candour_drugs_end),
          .vocabulary = Between(candour_vocabulary_begin, candour_vocabulary_end),
          .names = Between(candour_names_begin, candour_names_end)};
}

}  // namespace candour::anonymise
