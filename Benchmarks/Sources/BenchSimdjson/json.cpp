// The peer of the reading decoder: simdjson's on-demand parser over the same bodies.
#include "BenchSimdjson.h"

#include <simdjson.h>

#include <string>
#include <vector>

namespace {
// What a reading holds, as far as the bodies of the measurement have it.
struct PeerReading {
    uint64_t boot = 0, sequence = 0;
    int64_t clock = 0;
    double gas = 0, flow = 0, pressure = 0, temperature = 0;
    int64_t battery = 0, signal = 0;
    int position = 0;
};

struct Bodies {
    simdjson::ondemand::parser parser;
    std::vector<simdjson::padded_string> texts;
    double sum = 0;
    uint64_t failures = 0;
};

template <class Member> void take(Member &field, PeerReading &reading) {
    std::string_view key = field.unescaped_key();  // throws where the text is no JSON
    auto value = field.value();
    if (key == "boot") reading.boot = value.get_uint64();
    else if (key == "seq") reading.sequence = value.get_uint64();
    else if (key == "ts") reading.clock = value.get_int64();
    else if (key == "gas") reading.gas = value.get_double();
    else if (key == "flow") reading.flow = value.get_double();
    else if (key == "pressure") reading.pressure = value.get_double();
    else if (key == "temp") reading.temperature = value.get_double();
    else if (key == "battery") reading.battery = value.get_int64();
    else if (key == "rssi") reading.signal = value.get_int64();
    else if (key == "position") {
        std::string_view word = value.get_string();
        reading.position = word == "open" ? 1 : word == "closed" ? 2 : 0;
    }
}

}  // namespace

extern "C" {
void *bench_json_make(void) { return new Bodies; }

void bench_json_add(void *bodies, const uint8_t *bytes, uint64_t count) {
    static_cast<Bodies *>(bodies)->texts.emplace_back(
        reinterpret_cast<const char *>(bytes), static_cast<size_t>(count));
}

void bench_json_read(void *context, uint64_t reads) {
    auto *bodies = static_cast<Bodies *>(context);
    for (uint64_t number = 0; number < reads; number++) {
        PeerReading reading;
        try {
            auto document = bodies->parser.iterate(bodies->texts[number % bodies->texts.size()]);
            simdjson::ondemand::object object = document.get_object();
            for (auto member : object) take(member, reading);
        } catch (const simdjson::simdjson_error &) {
            bodies->failures++;
        }
        bodies->sum += reading.gas + static_cast<double>(reading.sequence);
    }
}

uint64_t bench_json_failures(void *bodies) { return static_cast<Bodies *>(bodies)->failures; }
}
