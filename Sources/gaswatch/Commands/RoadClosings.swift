internal import ArgumentParser
internal import ConsoleAPI

struct RoadsClose: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Teams cannot drive there for a while. 封路。",
        discussion: """
            --way closes a whole way by its OpenStreetMap id, --at the piece of road nearest to a \
            place, --at with --radius every road within so many metres of it.
            """)
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Option(help: "OpenStreetMap id of a way.") var way: Int?
    @Option(help: ArgumentHelp("A place in WGS-84 degrees.", valueName: "lat,lon")) var at: String?
    @Option(help: "Metres around the place, 1 to 5000.") var radius: Double?
    @Option(help: "Minutes until it opens by itself, 1 to 10080.") var minutes: Int
    @Option(help: "Why.") var note: String?

    func validate() throws {
        guard (way == nil) != (at == nil) else {
            throw ValidationError("Name the road: --way or --at, one of them.")
        }
        guard radius == nil || at != nil else {
            throw ValidationError("--radius goes with --at.")
        }
        try RequestRanges.closingMetres.check(radius, "--radius")
        try RequestRanges.closingMinutes.check(minutes, "--minutes")
        _ = try at.map(Place.read)
    }

    func carryOut() async throws {
        var request = RoadRequest(by: try actor.name(), minutes: minutes)
        request.way = way
        let place = try at.map(Place.read)
        request.lat = place?.lat
        request.lon = place?.lon
        request.radius = radius
        request.note = note
        let answer: (entry: Entry<RoadClosingView>, now: Instant) = try await server.daemon()
            .change("roads/close", request)
        StandardStream.out(printer(form.output, now: answer.now).text(answer.entry, .closings))
    }
}

struct RoadsOpen: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Open what was closed. 解除封路。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions
    @OptionGroup var actor: ActorOptions
    @Argument(help: "Id of the closing, such as R1.") var id: String

    func carryOut() async throws {
        let answer: (entry: Entry<RoadClosingView>, now: Instant) = try await server.daemon()
            .change("roads/\(Daemon.escaped(id))/open", SignedRequest(by: try actor.name()))
        StandardStream.out(printer(form.output, now: answer.now).text(answer.entry, .closings))
    }
}

struct RoadsList: DaemonCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Roads that are closed. 列出封路。")
    @OptionGroup var server: ServerOptions
    @OptionGroup var form: OutputOptions

    func carryOut() async throws {
        let listed: Daemon.Listed<RoadClosingView> = try await server.daemon().wholeList("roads")
        StandardStream.out(printer(form.output, now: listed.now).text(listed.entries, .closings))
    }
}

/// A place as options write it.
enum Place {
    static func read(_ text: String) throws -> (lat: Double, lon: Double) {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { Double($0) }
        guard numbers.count == 2, let lat = numbers[0], let lon = numbers[1],
            (-90...90).contains(lat), (-180...180).contains(lon)
        else { throw ValidationError("--at must be LAT,LON, such as 36.064,120.356.") }
        return (lat, lon)
    }
}

extension Sheet where View == RoadClosingView {
    static let closings = Sheet(
        columns: [
            Column("id", .id, rank: 0) { $0.id },
            Column("what", .what, rank: 0, isElastic: true, plain: place) { closing, around in
                closing.way.map { around.say(.way($0)) } ?? place(closing)
            },
            Column("segments", .segments, rank: 2, isNumber: true) { String($0.segments) },
            Column("until", .until, rank: 0, plain: { $0.until }) { closing, around in
                Clockwork.shown(closing.until, around)
            },
            Column("by", .by, rank: 3) { $0.by },
            Column("at", .changed, rank: nil) { $0.at },
            Column("note", .text, rank: 4, isElastic: true) { $0.note },
        ],
        name: { $0.id })

    @Sendable private static func place(_ closing: RoadClosingView) -> String {
        if let way = closing.way { return "way \(way)" }
        let place = closing.location.map { "\($0.lat),\($0.lon)" } ?? ""
        return closing.radius.map { "\(place) ± \(Int($0)) m" } ?? place
    }
}
