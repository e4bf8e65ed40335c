internal import Foundation
internal import FoundationXML
internal import Rescue
internal import ValveModel

/// Reads the XML of OpenStreetMap element by element, so that memory holds roads and not the map.
final class StreetMapReader: NSObject, XMLParserDelegate {
    private(set) var survey = RoadSurvey()
    private(set) var isMap = false
    private var isEnded = false
    /// Nodes without a place: deleted ones in a history, or a broken file.
    private(set) var placelessCount = 0
    private var element: Element = .none
    private var id: Int64 = 0
    private var place: Coordinate?
    private var hasSignal = false
    private var isBarred = false
    private var members: [Int64] = []
    private var tags: [String: String] = [:]

    private enum Element { case none, node, way }

    /// Reads a file to its end.
    static func survey(_ path: String) throws(StreetMapFault) -> RoadSurvey {
        guard let stream = InputStream(fileAtPath: path) else {
            throw .unreadable("it cannot be opened")
        }
        let reader = StreetMapReader()
        let parser = XMLParser(stream: stream)
        parser.delegate = reader
        let isParsed = parser.parse()
        guard reader.isMap else { throw .foreign }
        // On this system `parse` is true for a file that ends in the middle, and not every such
        // end is an error to it.
        if let error = parser.parserError as NSError? {
            throw .broken(line: parser.lineNumber, words(forError: error.code))
        }
        guard isParsed, reader.isEnded else {
            throw .broken(line: parser.lineNumber, words(forError: 5))
        }
        return reader.survey
    }

    /// Numbers of libxml2, which the parser hands through without words: the document has ended,
    /// an element was left open.
    private static let endCodes: Set<Int> = [5, 77]

    private static func words(forError code: Int) -> String {
        endCodes.contains(code)
            ? "it ends too early; was it copied whole?"
            : "it is not well-formed XML (libxml2 error \(code))"
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
        qualifiedName: String?, attributes: [String: String]
    ) {
        switch name {
        case "node":
            element = .node
            id = attributes["id"].flatMap { Int64($0) } ?? 0
            hasSignal = false
            isBarred = false
            place = nil
            if let latitude = attributes["lat"].flatMap({ Double($0) }),
                let longitude = attributes["lon"].flatMap({ Double($0) })
            {
                place = Coordinate(latitude: latitude, longitude: longitude)
            }
        case "way":
            element = .way
            id = attributes["id"].flatMap { Int64($0) } ?? 0
            members = []
            tags = [:]
        case "nd":
            if let member = attributes["ref"].flatMap({ Int64($0) }) { members.append(member) }
        case "tag":
            guard let key = attributes["k"], let value = attributes["v"] else { return }
            take(key, value)
        case "osm": isMap = true
        case "relation": element = .none
        default: break
        }
    }

    private func take(_ key: String, _ value: String) {
        switch element {
        case .node:
            if key == "highway", value == "traffic_signals" { hasSignal = true }
            if key == "barrier", RoadSurvey.bars.contains(value) { isBarred = true }
        case .way: tags[key] = value
        case .none: break
        }
    }

    func parser(
        _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
        qualifiedName: String?
    ) {
        switch name {
        case "node":
            element = .none
            guard let place else {
                placelessCount += 1
                return
            }
            survey.addNode(id, at: place, hasSignal: hasSignal, isBarred: isBarred)
        case "way":
            element = .none
            survey.addWay(id, nodes: members, tags: tags)
        case "osm": isEnded = true
        default: break
        }
    }
}
