extension AlarmStatsView {
    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("since", since)
            object.field("at", at)
            object.name("total")
            total.write(into: &object)
            object.array("centres") { array in
                for row in centres { row.write(into: &array) }
            }
            writeSources(into: &object)
            writeFalseLeaks(into: &object)
            object.array("triage") { array in
                for task in triage { task.write(into: &array) }
            }
        }
    }

    private func writeSources(into object: inout JSONWriter) {
        object.array("sources") { array in
            for source in sources { source.write(into: &array) }
        }
        object.array("chattering") { array in
            for source in chattering { source.write(into: &array) }
        }
        object.array("clearing") { array in
            for line in clearing {
                array.object {
                    $0.field("kind", line.kind)
                    $0.field("raised", line.raised)
                    $0.field("selfCleared", line.selfCleared)
                }
            }
        }
    }

    private func writeFalseLeaks(into object: inout JSONWriter) {
        object.array("models") { array in
            for model in models {
                array.object {
                    $0.field("profile", model.profile)
                    $0.field("leaks", model.leaks)
                    $0.field("falseLeaks", model.falseLeaks)
                }
            }
        }
        object.array("swaps") { array in
            for swap in swaps { swap.write(into: &array) }
        }
    }
}

extension AlarmStatsView.Row: JSONWritable {
    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("centre", centre)
            object.field("rate", rate)
            object.field("peak", peak)
            object.field("flood", flood)
            object.field("floodSince", floodSince)
            object.field("floodSeconds", floodSeconds)
            object.field("floodShare", floodShare)
            object.field("standing", standing)
            object.field("stale", stale)
            object.field("shelved", shelved)
            object.field("chattering", chattering)
            object.array("alarms") { array in
                for count in alarms { array.value(count) }
            }
        }
    }
}

extension AlarmStatsView.Source: JSONWritable {
    package func write(into writer: inout JSONWriter) {
        writer.object {
            $0.field("valve", valve)
            $0.field("count", count)
            $0.field("kinds", kinds)
        }
    }
}

extension AlarmStatsView.Swap: JSONWritable {
    package func write(into writer: inout JSONWriter) {
        writer.object {
            $0.field("valve", valve)
            $0.field("inWeek", inWeek)
            $0.field("inMonth", inMonth)
        }
    }
}

extension AlarmStatsView.Task: JSONWritable {
    package func write(into writer: inout JSONWriter) {
        writer.object {
            $0.field("incident", incident)
            $0.field("priority", priority)
            $0.field("kind", kind)
            $0.field("valve", valve)
            $0.field("nuisance", nuisance)
            $0.field("nuisances", nuisances)
        }
    }
}
