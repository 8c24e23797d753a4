// Byte scans of the JSON reader: 16 bytes at a time with SSE2 or NEON, a portable loop elsewhere.
// Header only, so that the compiler inlines them into Swift.
#ifndef NIGHTJAR_CSCAN_H
#define NIGHTJAR_CSCAN_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON) && defined(__aarch64__)
#include <arm_neon.h>
#endif

#if defined(__clang__)
#pragma clang assume_nonnull begin
#else
#define _Nullable
#endif

// Returns the first position in [p, end) that ends or complicates a JSON string: a quote, a backslash, a
// control character (below 0x20) or a byte of a non-ASCII character. Returns `end` when there is none.
static inline const uint8_t *nj_string_stop(const uint8_t *p, const uint8_t *end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i backslash = _mm_set1_epi8('\\');
  const __m128i space = _mm_set1_epi8(0x20);
  while (end - p >= 16) {
    const __m128i v = _mm_loadu_si128((const __m128i *)p);
    // A signed comparison with 0x20 is true for control characters and for bytes with the high bit.
    const __m128i low = _mm_cmplt_epi8(v, space);
    const __m128i hit = _mm_or_si128(low, _mm_or_si128(_mm_cmpeq_epi8(v, quote), _mm_cmpeq_epi8(v, backslash)));
    const int mask = _mm_movemask_epi8(hit);
    if (mask != 0) return p + __builtin_ctz((unsigned)mask);
    p += 16;
  }
#elif defined(__ARM_NEON) && defined(__aarch64__)
  while (end - p >= 16) {
    const uint8x16_t v = vld1q_u8(p);
    const uint8x16_t low = vcltq_s8(vreinterpretq_s8_u8(v), vdupq_n_s8(0x20));
    const uint8x16_t hit = vorrq_u8(low, vorrq_u8(vceqq_u8(v, vdupq_n_u8('"')), vceqq_u8(v, vdupq_n_u8('\\'))));
    const uint64_t mask = vget_lane_u64(vreinterpret_u64_u8(vshrn_n_u16(vreinterpretq_u16_u8(hit), 4)), 0);
    if (mask != 0) return p + (__builtin_ctzll(mask) >> 2);
    p += 16;
  }
#endif
  while (p < end && *p != '"' && *p != '\\' && *p >= 0x20 && *p < 0x80) p++;
  return p;
}

// Asks for the memory at an address, which will soon be read.
static inline void nj_prefetch(const void *address) {
#if defined(__GNUC__) || defined(__clang__)
  __builtin_prefetch(address);
#endif
}

// The halves of the product of two numbers, put together: each bit depends on all bits of both.
static inline uint64_t nj_mix(uint64_t a, uint64_t b) {
  const __uint128_t product = (__uint128_t)a * b;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t nj_word(const uint8_t *p) {
  uint64_t w;
  memcpy(&w, p, 8);
  return w;
}

// A 64-bit hash of a byte string, for tables that live only inside the process: sixteen bytes with one multiplication, as wyhash
// does (https://github.com/wangyi-fudan/wyhash). Who does not know the start cannot choose strings that collide.
static inline uint64_t nj_hash_from(uint64_t start, const uint8_t *p, size_t n) {
  uint64_t h = start ^ (n * 0xff51afd7ed558ccdull);
  if (n > 16) {
    const uint8_t *last = p + n - 16;
    for (; p < last; p += 16) h = nj_mix(nj_word(p) ^ start, nj_word(p + 8) ^ h);
    // The last sixteen bytes overlap those before.
    return nj_mix(nj_word(last) ^ start, nj_word(last + 8) ^ h);
  }
  uint64_t a = 0, b = 0;
  if (n >= 8) {
    a = nj_word(p);
    b = nj_word(p + n - 8);
  } else if (n >= 4) {
    uint32_t x, y;
    memcpy(&x, p, 4);
    memcpy(&y, p + n - 4, 4);
    a = x;
    b = y;
  } else if (n > 0) {
    a = (uint64_t)p[0] << 16 | (uint64_t)p[n / 2] << 8 | p[n - 1];
  }
  return nj_mix(a ^ start, b ^ h);
}

static inline uint64_t nj_hash(const uint8_t *p, size_t n) {
  return nj_hash_from(0x9E3779B97F4A7C15ull, p, n);
}

// Whether two byte strings of one length are the same: 1, or else 0.
static inline int nj_equal(const uint8_t *a, const uint8_t *b, size_t n) {
  // Most texts that are compared have a length below 40: reading words beats a call. The last word overlaps the one before.
  if (n >= 8) {
    uint64_t x, y;
    for (size_t i = 0; i + 8 <= n; i += 8) {
      memcpy(&x, a + i, 8);
      memcpy(&y, b + i, 8);
      if (x != y) return 0;
    }
    memcpy(&x, a + n - 8, 8);
    memcpy(&y, b + n - 8, 8);
    return x == y;
  }
  if (n >= 4) {
    uint32_t x, y, z, w;
    memcpy(&x, a, 4);
    memcpy(&y, b, 4);
    memcpy(&z, a + n - 4, 4);
    memcpy(&w, b + n - 4, 4);
    return x == y && z == w;
  }
  for (size_t i = 0; i < n; i++)
    if (a[i] != b[i]) return 0;
  return 1;
}

// The first place in [p, end) that holds `count` bytes equal to those at `wanted`; NULL when there is none.
// Where the first and the last byte fit, the rest is compared, sixteen places at a time.
static inline const uint8_t *_Nullable nj_find(const uint8_t *p, const uint8_t *end, const uint8_t *wanted, size_t count) {
  if (count == 0) return p;
  if ((size_t)(end - p) < count) return NULL;
  const uint8_t *last = end - count;
#if defined(__SSE2__)
  if (last - p >= 15) {
    const __m128i first_byte = _mm_set1_epi8((char)wanted[0]);
    const __m128i last_byte = _mm_set1_epi8((char)wanted[count - 1]);
    while (1) {
      const __m128i a = _mm_loadu_si128((const __m128i *)p);
      const __m128i b = _mm_loadu_si128((const __m128i *)(p + count - 1));
      int mask = _mm_movemask_epi8(_mm_and_si128(_mm_cmpeq_epi8(a, first_byte), _mm_cmpeq_epi8(b, last_byte)));
      while (mask != 0) {
        const uint8_t *place = p + __builtin_ctz((unsigned)mask);
        if (nj_equal(place, wanted, count)) return place;
        mask &= mask - 1;
      }
      if (last - p <= 15) return NULL;
      // The last sixteen places overlap those before: places that were looked at are looked at again, with the same result.
      p = last - p >= 31 ? p + 16 : last - 15;
    }
  }
#endif
  for (; p <= last; p++)
    if (*p == wanted[0] && p[count - 1] == wanted[count - 1] && nj_equal(p, wanted, count)) return p;
  return NULL;
}

#if defined(__clang__)
#pragma clang assume_nonnull end
#endif

#endif
