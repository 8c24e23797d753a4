import Events
import OrderedCollections
import Testing

@testable import Query

/// One or more cases for each function and operator. Expected values are those that the reference names or implies:
/// https://www.elastic.co/docs/reference/query-languages/esql/esql-functions-operators, in the section of each function.
@Suite struct ESQLFunctionTests {
  struct Case: Sendable, CustomStringConvertible {
    let expression: String
    let expected: JSON
    init(_ expression: String, _ expected: JSON) {
      self.expression = expression
      self.expected = expected
    }
    var description: String { expression }
  }

  // "Operators": three-valued logic, arithmetic, comparison, IN, LIKE, RLIKE, IS NULL, casts.
  static let operators = [
    Case("1 + 2", 3), Case("7 / 2", 3), Case("7 / 2.0", 3.5), Case("7 % 4", 3), Case("-(3)", -3),
    Case("2 * 3", 6),
    Case("5 - 7", -2), Case("1 / 0", .null), Case("9223372036854775807 + 1", .null),
    Case("[1, 2] + 1", .null),
    Case("null + 1", .null), Case("1 == 1.0", true), Case("1 != 2", true), Case("\"a\" < \"b\"", true),
    Case("2 >= 2", true), Case("2 <= 1", false), Case("2 > 1", true), Case("null == 1", .null),
    Case("[1, 2] == 1", .null), Case("true AND null", .null), Case("false AND null", false),
    Case("true OR null", true), Case("false OR null", .null), Case("NOT null", .null),
    Case("NOT true", false),
    Case("1 IN (1, 2)", true), Case("3 IN (1, null)", .null), Case("3 NOT IN (1, 2)", true),
    Case("null IN (1)", .null),
    Case("\"abc\" LIKE \"a*\"", true), Case("\"abc\" LIKE \"a?c\"", true),
    Case("\"abc\" LIKE (\"x*\", \"*c\")", true),
    Case("\"ABC\" LIKE \"a*\"", false), Case("\"a*c\" LIKE \"a\\\\*c\"", true),
    Case("null LIKE \"a*\"", .null),
    Case("\"abc\" NOT LIKE \"b*\"", true), Case("\"abc\" RLIKE \"a.c\"", true),
    Case("\"abcd\" RLIKE \"a.c\"", false),
    Case("\"abc\" RLIKE (\"x\", \"[a-c]+\")", true), Case("[\"a\", \"b\"] RLIKE \"a\"", .null),
    Case("null IS NULL", true), Case("1 IS NULL", false), Case("[1, 2] IS NOT NULL", true),
    Case("\"5\"::long + 1", 6), Case("\"true\"::boolean", true), Case("\"10.0.0.1\"::ip", "10.0.0.1"),
    Case("1 day + 12 hours == 36 hours", true),
  ]

  // "Conditional functions and expressions".
  static let conditionals = [
    Case("CASE(true, \"a\", \"b\")", "a"), Case("CASE(false, 1, false, 2)", .null),
    Case("CASE(null, 1, 2)", 2),
    Case("CASE(1 == 2, \"x\", 2 == 2, \"y\", \"z\")", "y"), Case("COALESCE(null, \"b\", \"c\")", "b"),
    Case("COALESCE(null, [1, 2])", [1, 2]), Case("GREATEST(1, 5, 3)", 5), Case("GREATEST(1, null)", .null),
    Case("GREATEST([2, 9], 3)", 9), Case("LEAST(4, 2, 3)", 2), Case("LEAST(\"b\", \"a\")", "a"),
  ]

  // "String functions".
  static let texts = [
    Case("LENGTH(\"größe\")", 5), Case("LENGTH(null)", .null), Case("LENGTH([\"a\", \"b\"])", .null),
    Case("BYTE_LENGTH(\"größe\")", 7), Case("BIT_LENGTH(\"ab\")", 16),
    Case("CONCAT(\"a\", \"b\", \"c\")", "abc"),
    Case("CONCAT(\"a\", null)", .null), Case("TO_LOWER(\"ABC\")", "abc"),
    Case("TO_UPPER([\"a\", \"b\"])", ["A", "B"]),
    Case("TRIM(\"  a b \")", "a b"), Case("LTRIM(\"  a \")", "a "), Case("RTRIM(\" a  \")", " a"),
    Case("STARTS_WITH(\"abc\", \"ab\")", true), Case("STARTS_WITH(null, \"a\")", .null),
    Case("ENDS_WITH(\"abc\", \"bc\")", true), Case("ENDS_WITH(\"abc\", \"ab\")", false),
    Case("CONTAINS(\"abcd\", \"bc\")", true), Case("LOCATE(\"a tiger\", \"ti\")", 3),
    Case("LOCATE(\"abc\", \"x\")", 0),
    Case("LOCATE(\"abcabc\", \"b\", 3)", 5), Case("LEFT(\"hello\", 3)", "hel"),
    Case("RIGHT(\"hello\", 3)", "llo"),
    Case("SUBSTRING(\"hello\", 2, 3)", "ell"), Case("SUBSTRING(\"hello\", -3)", "llo"),
    Case("SUBSTRING(\"hello\", 3)", "llo"),
    Case("REPEAT(\"ab\", 3)", "ababab"), Case("REPEAT(\"a\", 100000000)", .null), Case("SPACE(3)", "   "),
    Case("REVERSE(\"abc\")", "cba"), Case("SPLIT(\"a;b;c\", \";\")", ["a", "b", "c"]),
    Case("SPLIT(\"a\", \";\")", "a"),
    Case("REPLACE(\"hello world\", \"o\", \"0\")", "hell0 w0rld"),
    Case("REPLACE(\"a-b\", \"(a)-(b)\", \"$2$1\")", "ba"),
    Case("REPLACE(\"Hello\", \"(?i)h\", \"J\")", "Jello"), Case("REPLACE(\"abc\", \"x*\", \"-\")", "-a-b-c-"),
    Case("REPLACE(null, \"a\", \"b\")", .null),
  ]

  // "Type conversion functions".
  static let conversions = [
    Case("TO_STRING(1.5)", "1.5"), Case("TO_STRING([1, 2])", ["1", "2"]), Case("TO_STRING(true)", "true"),
    Case("TO_LONG(\"12\")", 12), Case("TO_LONG(\"12.6\")", 13), Case("TO_LONG(\"x\")", .null),
    Case("TO_LONG(true)", 1),
    Case("TO_INTEGER(2147483648)", .null), Case("TO_INTEGER(7.4)", 7), Case("TO_DOUBLE(\"2.5\")", 2.5),
    Case("TO_DOUBLE(3)", 3.0), Case("TO_BOOLEAN(\"TRUE\")", true), Case("TO_BOOLEAN(\"yes\")", false),
    Case("TO_BOOLEAN(0)", false), Case("TO_DATETIME(\"2024-01-02\")", "2024-01-02T00:00:00.000Z"),
    Case("TO_DATETIME(1000)", "1970-01-01T00:00:01.000Z"), Case("TO_IP(\"::1\")", "::1"),
    Case("TO_IP(\"x\")", .null),
    Case("TO_VERSION(\"1.10.0\") > TO_VERSION(\"1.9.0\")", true),
    Case("TO_GEOPOINT(\"POINT (12 48)\")", "POINT (12.0 48.0)"),
    Case("TO_TIMEDURATION(\"1 hour\") == 60 minutes", true),
    Case("TO_DATEPERIOD(\"1 year\") == 12 months", true),
    Case("ROUND(TO_DEGREES(PI()), 0)", 180.0), Case("TO_RADIANS(180) == PI()", true),
  ]

  // "Date and time functions".
  static let dates = [
    Case("NOW()", "2026-06-15T12:30:45.500Z"),
    Case("DATE_TRUNC(1 hour, \"2024-03-05T10:47:11Z\"::datetime)", "2024-03-05T10:00:00.000Z"),
    Case("DATE_TRUNC(1 month, \"2024-03-05T10:47:11Z\"::datetime)", "2024-03-01T00:00:00.000Z"),
    Case("DATE_TRUNC(1 week, \"2024-03-06T10:47:11Z\"::datetime)", "2024-03-04T00:00:00.000Z"),
    Case("DATE_TRUNC(1 year, \"2024-03-06\"::datetime)", "2024-01-01T00:00:00.000Z"),
    Case("DATE_TRUNC(1 day, null)", .null),
    Case("BUCKET(\"2024-03-05T10:47:11Z\"::datetime, 1 day)", "2024-03-05T00:00:00.000Z"),
    Case("BUCKET(7, 5)", 5.0),
    Case(
      "DATE_DIFF(\"minutes\", \"2024-01-01T00:00:00Z\"::datetime, \"2024-01-01T00:10:59Z\"::datetime)", 10),
    Case("DATE_DIFF(\"month\", \"2024-01-31\"::datetime, \"2024-03-01\"::datetime)", 1),
    Case("DATE_DIFF(\"years\", \"2024-06-01\"::datetime, \"2021-06-02\"::datetime)", -2),
    Case(
      "DATE_DIFF(\"seconds\", \"2024-01-01T00:00:05Z\"::datetime, \"2024-01-01T00:00:00Z\"::datetime)", -5),
    Case("DATE_DIFF(\"fortnights\", NOW(), NOW())", .null),
    Case("DATE_EXTRACT(\"hour_of_day\", \"2024-03-05T10:47:11Z\"::datetime)", 10),
    Case("DATE_EXTRACT(\"day_of_week\", \"2024-03-05\"::datetime)", 2),
    Case("DATE_FORMAT(\"yyyy-MM-dd HH:mm\", \"2024-03-05T10:47:11Z\"::datetime)", "2024-03-05 10:47"),
    Case("DATE_PARSE(\"yyyy-MM-dd\", \"2024-03-05\")", "2024-03-05T00:00:00.000Z"),
    Case("DATE_PARSE(\"yyyy\", \"x\")", .null),
    Case("\"2024-01-31\"::datetime + 1 month", "2024-02-29T00:00:00.000Z"),
    Case("\"2024-01-01\"::datetime - 1 hour", "2023-12-31T23:00:00.000Z"),
  ]

  // "Mathematical functions".
  static let mathematics = [
    Case("ABS(-3)", 3), Case("ABS(-1.5)", 1.5), Case("CEIL(1.2)", 2.0), Case("FLOOR(-1.2)", -2.0),
    Case("CEIL(3)", 3),
    Case("ROUND(2.5)", 3.0), Case("ROUND(-5.556, 2)", -5.56), Case("ROUND(1234, -2)", 1200),
    Case("ROUND(null)", .null),
    Case("POW(2, 10)", 1024.0), Case("SQRT(16)", 4.0), Case("SQRT(-1)", .null),
    Case("ROUND(CBRT(27), 9)", 3.0), Case("LOG(1)", 0.0),
    Case("LOG(2, 8)", 3.0), Case("LOG10(1000)", 3.0), Case("LOG(0)", .null), Case("EXP(0)", 1.0),
    Case("SIGNUM(-7)", -1.0),
    Case("HYPOT(3, 4)", 5.0), Case("SIN(0)", 0.0), Case("COS(0)", 1.0), Case("TAN(0)", 0.0),
    Case("ASIN(0)", 0.0),
    Case("ACOS(1)", 0.0), Case("ATAN(0)", 0.0), Case("ATAN2(0, 1)", 0.0), Case("SINH(0)", 0.0),
    Case("COSH(0)", 1.0),
    Case("TANH(0)", 0.0), Case("ROUND(PI(), 2)", 3.14), Case("ROUND(E(), 2)", 2.72),
    Case("TAU() == 2 * PI()", true),
  ]

  // "Multivalue functions".
  static let multivalued = [
    Case("MV_COUNT([3, 1, 2])", 3), Case("MV_COUNT(\"a\")", 1), Case("MV_COUNT(null)", .null),
    Case("MV_FIRST([3, 1])", 3),
    Case("MV_LAST([3, 1])", 1), Case("MV_MIN([3, 1])", 1), Case("MV_MAX([\"a\", \"b\"])", "b"),
    Case("MV_DEDUPE([1, 1, 2])", [1, 2]), Case("MV_SUM([1, 2, 3])", 6), Case("MV_AVG([1, 2])", 1.5),
    Case("MV_MEDIAN([1, 9, 3])", 3), Case("MV_MEDIAN([3, 7])", 5),
    Case("MV_CONCAT([\"a\", \"b\"], \", \")", "a, b"),
    Case("MV_SLICE([1, 2, 3, 4], 1, 2)", [2, 3]), Case("MV_SLICE([1, 2, 3], -1)", 3),
    Case("MV_SLICE([1, 2], 5)", .null),
    Case("MV_SORT([2, 1, 3], \"DESC\")", [3, 2, 1]), Case("MV_SORT([2, 1])", [1, 2]),
    Case("MV_APPEND([1], [2, 3])", [1, 2, 3]),
    Case("MV_ZIP([\"a\", \"b\"], [\"x\", \"y\"], \"-\")", ["a-x", "b-y"]),
    Case("MV_CONTAINS([\"a\", \"b\"], \"b\")", true),
    Case("MV_CONTAINS([\"a\"], [\"a\", \"c\"])", false), Case("MV_CONTAINS(null, \"a\")", false),
    Case("MV_INTERSECTION([1, 2, 3], [2, 3, 4])", [2, 3]), Case("MV_INTERSECTION([1], [2])", .null),
    Case("MV_UNION([1, 2], [2, 3])", [1, 2, 3]),
  ]

  // "IP functions", "Spatial functions", encodings and full-text search.
  static let others = [
    Case("CIDR_MATCH(\"10.1.2.3\"::ip, \"192.168.0.0/16\", \"10.0.0.0/8\")", true),
    Case("CIDR_MATCH(\"11.1.2.3\"::ip, \"10.0.0.0/8\")", false),
    Case("CIDR_MATCH(null, \"10.0.0.0/8\")", .null),
    Case("IP_PREFIX(\"1.2.3.4\"::ip, 24, 0)", "1.2.3.0"), Case("ST_X(\"POINT (12 48)\"::geo_point)", 12.0),
    Case("ST_Y(\"POINT (12 48)\"::geo_point)", 48.0),
    Case("ROUND(ST_DISTANCE(\"POINT (0 0)\"::geo_point, \"POINT (1 0)\"::geo_point), 0)", 111195.0),
    Case("TO_BASE64(\"elastic\")", "ZWxhc3RpYw=="), Case("FROM_BASE64(\"ZWxhc3RpYw==\")", "elastic"),
    Case("FROM_BASE64(\"%%\")", .null), Case("URL_DECODE(\"a%20b+c\")", "a b c"),
    Case("URL_DECODE(\"%zz\")", .null),
    Case("URL_ENCODE(\"a b&c\")", "a+b%26c"), Case("URL_ENCODE_COMPONENT(\"a b\")", "a%20b"),
    Case("JSON_EXTRACT(\"{\\\"a\\\":{\\\"b\\\":[1,\\\"x\\\"]}}\", \"$.a.b[1]\")", "x"),
    Case("JSON_EXTRACT(\"{\\\"a.b\\\":2}\", \"a.b\")", "2"), Case("JSON_EXTRACT(\"no\", \"a\")", .null),
    Case("MATCH(\"svchost.exe\", \"svchost.exe\")", true), Case("MATCH(null, \"a\")", false),
    Case("MATCH(\"svch0st.exe\", \"svchost.exe\", {\"fuzziness\": 1})", true),
    Case("MATCH([\"a\", \"b\"], \"b\")", true), Case("\"abc\" : \"abc\"", true),
  ]

  static let all =
    operators + conditionals + texts + conversions + dates + mathematics + multivalued + others

  @Test(arguments: all) func functionsReturnWhatTheReferenceSays(_ example: Case) throws {
    let value = try #require(try esqlValue(example.expression))
    if let number = value.double, let expected = example.expected.double {
      #expect(number == expected)
    } else {
      #expect(value == example.expected)
    }
  }

  @Test func everyFunctionHasACase() {
    let text = Self.all.map { $0.expression.lowercased() }.joined(separator: "\n")
    let symbols: [String: String] = ["neg": "-(3)", "in": " in (", "like": " like ", "rlike": " rlike "]
    for name in ESQLFunctions.names {
      let token =
        symbols[name]
        ?? (name.first?.isLetter == true && !name.contains(" ") && name != "not" ? "\(name)(" : name)
      #expect(text.contains(token), "no case for \(name)")
    }
  }

  @Test(arguments: [
    "LENGTH(1)", "1 + \"a\"", "\"a\" AND true", "ABS(\"x\")", "CONCAT(1, 2)", "1 == \"a\"",
    "STARTS_WITH(1, \"a\")",
    "CASE(1, 2)", "CASE(true, 1, \"x\")", "DATE_TRUNC(1 day, 5)", "NOT 1", "CIDR_MATCH(1, \"10.0.0.0/8\")",
    "ST_X(\"a\")",
    "POW(1)", "nothing(1)", "COUNT(1)", "1 IN (\"a\")", "5 LIKE \"a\"", "5 RLIKE \"a\"", "\"a\" RLIKE \"(\"",
  ])
  func wrongTypesAreRefused(_ expression: String) {
    #expect(throws: ESQLCompileError.self) { try esqlValue(expression) }
  }

  @Test func severalValuesWarn() throws {
    let result = try esql("ROW a = [1, 2] | EVAL b = a + 1")
    #expect(result.rows.first?["b"] == .null && result.warnings.count == 1)
  }
}
