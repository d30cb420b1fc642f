#include "crypto/openssl_glue.h"

#include <openssl/err.h>

namespace candour::crypto {

ErrorMark::ErrorMark() { ERR_set_mark(); }
ErrorMark::~ErrorMark() { ERR_pop_to_mark(); }

}  // namespace candour::crypto
