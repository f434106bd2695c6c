/* The reduced model by hand: what the hardware gives when nothing but speed counts. The yardstick of docs/benchmarks.md.
 *
 * Figures (K_...) are defined on the compiler's command line from spec.py, so that they stand in one place.
 * Persons lie in flat arrays, unit by unit, each unit padded to a multiple of eight slots. A person's small facts share a byte:
 *     bits 0-2 stratum | 3-4 status (0 free, 1 held, 2 gone, 3 padding) | 5 displays | 6 detected
 * so that a single histogram of bytes counts everything that is recorded. The loop over people has no branch and no
 * look-up: draws and tables are written to small rows first.
 */
#include <stdint.h>
#include <string.h>

enum { WIDTH = 128, STRATA = 6, PROVINCES = 11, LINKS = 4, CODES = 256 };
enum { FREE = 0, HELD = 1, GONE = 2, DISPLAYS = 32, DETECTED = 64 };

typedef struct {
    const int64_t *offset;                  /* first slot of each unit */
    const int64_t *block;                   /* first unit of each block of work */
    const uint8_t *province;                /* by unit */
    const int32_t *link;                    /* by unit, four */
    const float *seen;                      /* published shares, end of last month */
    float *share;                           /* published shares, end of this month */
    float *belief, *fear, *hunger, *savings, *grievance, *media, *resolve, *health;
    uint8_t *person;                        /* the byte described above */
    const float *wage, *price, *reach, *watch, *border, *propaganda;
    int32_t *counts;                        /* by block, province, code */
    double *beliefs;                        /* by block, province, stratum */
    uint64_t seed, month;
} Country;

static inline uint64_t mix64(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

static inline uint32_t hash32(uint32_t who, uint32_t key, uint32_t twist) {
    uint32_t x = who ^ key;
    x ^= x >> 16; x *= 0x7feb352du;
    x = (x ^ (x >> 15)) + twist; x *= 0x846ca68bu;
    return x ^ (x >> 16);
}

static inline float uniform(uint32_t x) { return (float)(int32_t)(x >> 8) * 0x1p-24f; }
static inline float uniform16(uint32_t x) { return (float)(int32_t)x * 0x1p-16f; }
static inline float clip(float x, float low, float high) { x = x < low ? low : x; return x > high ? high : x; }

static inline float sigmoid(float x) {
    const float y = clip(-x * 1.44269504f, -126.f, 126.f);
    const float whole = __builtin_floorf(y + .5f), d = y - whole;
    const float p = 1.f + d * (.693147182f + d * (.240226462f + d * (.0555032f + d * (.00961817f + d * .00133336f))));
    union { int32_t bits; float value; } power = { ((int32_t)whole + 127) << 23 };
    return 1.f / (1.f + p * power.value);
}

typedef struct { int32_t lane[4][CODES]; } Histogram;   /* four lanes: neighbours of one code do not wait for each other */

static void pour(Histogram *h, int32_t *into) {
    for (int code = 0; code < CODES; code++)
        into[code] += h->lane[0][code] + h->lane[1][code] + h->lane[2][code] + h->lane[3][code];
    memset(h, 0, sizeof *h);
}

static inline void unit_month(const Country *c, const uint32_t *key, int64_t u, Histogram *h, double *beliefs) {
    uint32_t r12[WIDTH], r3[WIDTH], r4[WIDTH], r5[WIDTH];
    float wage[WIDTH], reach[WIDTH], believed[WIDTH];
    uint8_t next[WIDTH];
    const int64_t first = c->offset[u];
    const int slots = (int)(c->offset[u + 1] - first), p = c->province[u];
    const int32_t *link = c->link + LINKS * u;
    const float share = c->seen[u];
    const float linked = (c->seen[link[0]] + c->seen[link[1]] + c->seen[link[2]] + c->seen[link[3]]) * .25f;
    const float price = c->price[p], watch = c->watch[p], border = c->border[p], propaganda = c->propaganda[p];
    uint8_t *restrict person = c->person + first;

    for (int j = 0; j < slots; j++) {
        const uint32_t who = (uint32_t)first + j;
        r12[j] = hash32(who, key[0], key[1]); r3[j] = hash32(who, key[2], key[3]);
        r4[j] = hash32(who, key[4], key[5]); r5[j] = hash32(who, key[6], key[7]);
    }
    for (int j = 0; j < slots; j++) {
        const int s = person[j] & 7;
        wage[j] = c->wage[p * STRATA + s]; reach[j] = c->reach[p * STRATA + s];
    }

    float *restrict belief = c->belief + first, *restrict fear = c->fear + first, *restrict hunger = c->hunger + first,
          *restrict savings = c->savings + first, *restrict grievance = c->grievance + first,
          *restrict media = c->media + first, *restrict resolve = c->resolve + first, *restrict health = c->health + first;
    int living = 0, showing = 0;
    #pragma omp simd reduction(+ : living, showing)
    for (int j = 0; j < slots; j++) {
        const int facts = person[j], status = (facts >> 3) & 3, is_free = status == FREE;
        const float u1 = uniform16(r12[j] >> 16), u2 = uniform16(r12[j] & 0xffff);
        const float u3 = uniform(r3[j]), u4 = uniform(r4[j]), u5 = uniform(r5[j]);
        const float be0 = belief[j], fe0 = fear[j], hu0 = hunger[j], sa0 = savings[j], gr0 = grievance[j], me0 = media[j],
                    re0 = resolve[j], he0 = health[j];
        const int exposed = u1 < reach[j] * (K_MEDIA_REACH - linked);
        const float sa = clip(K_SAVINGS_KEPT * sa0 + wage[j] * (K_WAGE_BASE + u2) - price, 0.f, K_SAVINGS_TOP);
        const float hu = hu0 + K_HUNGER_SPEED * (sigmoid(-K_HUNGER_SLOPE * (sa - K_HUNGER_POINT)) - hu0);
        const float me = K_MEDIA_KEPT * me0 + (exposed ? K_MEDIA_GAIN : 0.f);
        const float be = clip(be0 + K_BELIEF_UNIT * (share - be0) + K_BELIEF_LINKED * (linked - be0) + propaganda
                              - K_BELIEF_MEDIA * me - K_BELIEF_HUNGER * hu, 0.f, 1.f);
        const float fe = clip(fe0 + K_FEAR_SPEED * (watch * (K_FEAR_BASE + share) - fe0)
                              + (facts & DETECTED ? K_FEAR_DETECTED : 0.f), 0.f, 1.f);
        const float gr = K_GRIEVANCE_KEPT * gr0 + K_GRIEVANCE_GAIN * hu * (1.f - be);
        const float re = re0 + K_RESOLVE_SPEED * (K_RESOLVE_BASE + gr - re0);
        const float he = he0 + K_HEALTH_SPEED * ((1.f - hu) - he0);
        const int display = is_free & (u3 < sigmoid(K_DISPLAY_SLOPE * (be + K_DISPLAY_FEAR * fe - re - K_DISPLAY_OFFSET)));
        const float hazard = display ? 0.f : K_DETECT_RATE * watch * (K_DETECT_BASE + me);
        const int detected = is_free & (u4 < hazard), arrested = is_free & (u4 < K_ARREST_SHARE * hazard);
        const int escaped = is_free & (arrested ^ 1) & (u5 < K_ESCAPE_RATE * border * (gr + hu) * (1.f - be));
        const int released = (status == HELD) & (u4 < K_RELEASE);
        const float relieved = clip(fe0 + K_FEAR_RELEASED, 0.f, 1.f);
        savings[j] = is_free ? sa : sa0; hunger[j] = is_free ? hu : hu0; media[j] = is_free ? me : me0;
        belief[j] = is_free ? be : be0; fear[j] = is_free ? fe : (released ? relieved : fe0);
        grievance[j] = is_free ? gr : gr0; resolve[j] = is_free ? re : re0; health[j] = is_free ? he : he0;
        int now = status; now = arrested ? HELD : now; now = escaped ? GONE : now; now = released ? FREE : now;
        const int shown = display & (arrested ^ 1) & (escaped ^ 1), counts = now == FREE;
        believed[j] = counts ? (is_free ? be : be0) : 0.f;
        living += counts; showing += shown;
        next[j] = (uint8_t)((facts & 7) | (now << 3) | (shown << 5) | (detected << 6));
    }
    float sum[2][8] = {{0}};
    for (int j = 0; j < slots; j += 4) {
        h->lane[0][next[j]]++; h->lane[1][next[j + 1]]++; h->lane[2][next[j + 2]]++; h->lane[3][next[j + 3]]++;
        sum[0][next[j] & 7] += believed[j]; sum[1][next[j + 1] & 7] += believed[j + 1];
        sum[0][next[j + 2] & 7] += believed[j + 2]; sum[1][next[j + 3] & 7] += believed[j + 3];
    }
    for (int s = 0; s < STRATA; s++) beliefs[p * STRATA + s] += (double)(sum[0][s] + sum[1][s]);
    memcpy(person, next, (size_t)slots);
    c->share[u] = living > 0 ? (float)showing / (float)living : 0.f;
}

/* One month of blocks `from` to `to`; blocks do not touch each other, so threads may share them out. */
void month(const Country *c, int64_t from, int64_t to) {
    const uint64_t root = mix64(c->seed * 0x9E3779B97F4A7C15ull + c->month * 0xD1B54A32D192ED03ull);
    uint32_t key[8];
    for (int k = 0; k < 4; k++) {
        const uint64_t z = mix64(root + (uint64_t)(k + 1) * 0x9E3779B97F4A7C15ull);
        key[2 * k] = (uint32_t)(z >> 32); key[2 * k + 1] = (uint32_t)z;
    }
    for (int64_t b = from; b < to; b++) {
        Histogram h;
        int32_t *counts = c->counts + b * PROVINCES * CODES;
        double *beliefs = c->beliefs + b * PROVINCES * STRATA;
        memset(&h, 0, sizeof h);
        memset(counts, 0, PROVINCES * CODES * sizeof *counts);
        memset(beliefs, 0, PROVINCES * STRATA * sizeof *beliefs);
        int province = c->province[c->block[b]];
        for (int64_t u = c->block[b]; u < c->block[b + 1]; u++) {
            if (c->province[u] != province) { pour(&h, counts + province * CODES); province = c->province[u]; }
            unit_month(c, key, u, &h, beliefs);
        }
        pour(&h, counts + province * CODES);
    }
}
