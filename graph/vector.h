#ifndef KR_GRAPH_VECTOR_H
#define KR_GRAPH_VECTOR_H

/**
 * Compiles a function once for each vector instruction set and picks at run time. Only for loops whose sums keep their
 * order however wide the vectors are: every set then gives the same bits (the build has no -ffast-math, and ISO C mode
 * contracts nothing into fused multiply-adds). Sanitizers and ifuncs do not mix, so they get the plain
 * function; so does clang, which knows no optimize("O3").
 */
#if defined(__x86_64__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define KR_VECTORISED __attribute__((target_clones("avx512f", "avx2", "default"), optimize("O3")))
#else
#define KR_VECTORISED
#endif

#endif
