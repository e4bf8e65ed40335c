package import ValveModel

/// The form in which the journal keeps the figures, every ten seconds while something is counted.
extension AlarmTally: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("startedAt", startedAt)
        output.field("edition", Int(edition))
        cooking.write(as: "cooking", to: output)
        output.object("centres") {
            for (name, centre) in centres { centre.write(as: name, to: output) }
        }
        district?.write(as: "district", to: output)
        output.object("sources") {
            for (valve, halves) in sources { halves.write(as: valve, to: output) }
        }
        Self.write(begun, as: "begun", to: output)
        output.list("recent") {
            for (key, moments) in recent {
                key.write(to: output)
                output.beginList()
                for moment in moments { output.put(moment.milliseconds) }
                output.end()
            }
        }
        output.field("sweepAbove", sweepAbove)
        Self.write(chatters, as: "chatters", to: output)
        Self.write(selfCleared, as: "selfCleared", to: output)
        output.list("clearings") {
            for (kind, clearing) in clearings {
                output.put(Int64(kind.rawValue))
                clearing.write(to: output)
            }
        }
    }

    /// Keys that are no text stand before their values in a list.
    private static func write(
        _ moments: [AreaSign.Key: Moment], as name: String, to output: any RecordOutput
    ) {
        output.list(name) {
            for (key, moment) in moments {
                key.write(to: output)
                output.put(moment.milliseconds)
            }
        }
    }
}

extension AreaSign.Key: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("valve", valve)
        output.field("kind", kind.rawValue)
    }
}

extension AlarmTally.Halves: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("half", Int(half))
        output.field("now", now)
        output.field("before", before)
        output.list("kinds") { for kind in kinds { output.put(Int64(kind.rawValue)) } }
    }
}

extension AlarmTally.Clearing: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("kind", kind.rawValue)
        output.field("raised", raised)
        output.field("selfCleared", selfCleared)
    }
}

extension AlarmTally.Centre: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("rate", rate)
        output.field("peak", peak)
        output.field("floodSince", floodSince)
        output.field("floodBefore", floodBefore)
        output.list("byPriority") { for count in byPriority { output.put(Int64(count)) } }
        buckets.write(as: "buckets", to: output)
    }
}

extension FloodWindow: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.list("buckets") {
            for bucket in buckets {
                output.object {
                    output.field("at", bucket.at)
                    output.field("count", bucket.count)
                }
            }
        }
        output.field("count", count)
    }
}

extension CookingPulses: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.object("pulses") {
            for (valve, known) in pulses {
                output.list(valve) { for pulse in known { pulse.write(to: output) } }
            }
        }
    }
}

extension CookingPulses.Pulse: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("began", began)
        output.field("day", Int(day))
        output.field("ended", ended)
        output.field("isAtMeal", isAtMeal)
    }
}

extension LearnedRate: RecordWritable {
    package func writeFields(to output: any RecordOutput) {
        output.field("family", family.rawValue)
        output.object("rate") {
            output.field("weight", rate.weight)
            output.field("at", rate.at)
        }
    }
}
