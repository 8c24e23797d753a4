#include <zlib.h>

// `inflateInit2` is a macro, which Swift cannot call.
static inline int nj_inflate_init_gzip(z_streamp stream) {
  return inflateInit2(stream, 15 + 16);
}
