using System.Text.RegularExpressions;
using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>What an output says of why its sheet failed. Earlier rows go first: they are surer.</summary>
internal static partial class OutputSignals
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private static readonly (Regex Sign, ErrorCode Code)[] Failures =
    [
        (Memory(), ErrorCodes.OutOfMemory),
        (Auth(), ErrorCodes.Auth),
        (Name(), ErrorCodes.NetworkName),
        (Tls(), ErrorCodes.NetworkTls),
        (ServiceTimeout(), ErrorCodes.ServiceTimeout),
        (NetworkTimeout(), ErrorCodes.NetworkTimeout),
        (Refused(), ErrorCodes.NetworkRefused),
        (Response(), ErrorCodes.Response),
        (Connection(), ErrorCodes.Connection),
        (NotFound(), ErrorCodes.NotFound),
    ];

    private static readonly (Regex Sign, ErrorCode Code)[] Limits =
    [
        (Quota(), ErrorCodes.Quota),
        (Capacity(), ErrorCodes.Capacity),
        (Cli(), ErrorCodes.CliRateLimit),
    ];

    /// <summary>The code of a failure; nothing when the output has no sign that is known.</summary>
    public static ErrorCode? OfFailure(string output) => First(Failures, output);

    /// <summary>Which rate limit lines tell of; the API's when they say no more.</summary>
    public static ErrorCode OfRateLimit(IEnumerable<string> lines) =>
        First(Limits, string.Join('\n', lines)) ?? ErrorCodes.ApiRateLimit;

    /// <summary>Whether the output says that memory ran out.</summary>
    public static bool TellOfMemory(string output) => Memory().IsMatch(output);

    private static ErrorCode? First((Regex Sign, ErrorCode Code)[] signs, string text) =>
        signs.FirstOrDefault(sign => sign.Sign.IsMatch(text)).Code;

    [GeneratedRegex(
        @"out ?of ?memory|cannot allocate memory|\bENOMEM\b|\bOOM[- ]?kill|MemoryError\b|bad_alloc|heap limit", AnyCase)]
    private static partial Regex Memory();

    [GeneratedRegex(
        @"\b(401|403)\b.{0,20}\b(unauthorized|forbidden)|\bunauthori[sz]ed\b|authentication[_ ](failed|error|required)"
        + @"|(invalid|incorrect|expired|missing)[_ ](x-)?(api[-_ ]?key|token|credentials)"
        + @"|\bnot logged in\b|please (log ?in|run /login)",
        AnyCase)]
    private static partial Regex Auth();

    [GeneratedRegex(
        @"could ?n[o']t resolve (host|proxy)|\bENOTFOUND\b|\bEAI_AGAIN\b|name or service not known"
        + "|name resolution|no such host|nodename nor servname|getaddrinfo",
        AnyCase)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"(ssl|tls)[-_ ]?(handshake|error|connect|certificate)|certificate (verify failed|has expired|is not trusted)"
        + "|self[- ]signed certificate|unable to (verify|get).{0,20}certificate",
        AnyCase)]
    private static partial Regex Tls();

    [GeneratedRegex(@"gateway[- ]time-?out|request timed out|deadline exceeded|\b504\b.{0,20}time", AnyCase)]
    private static partial Regex ServiceTimeout();

    [GeneratedRegex(@"connection timed out|connect(ion)? timeout|\bETIMEDOUT\b|operation timed out|network timeout", AnyCase)]
    private static partial Regex NetworkTimeout();

    [GeneratedRegex(
        @"connection (was )?(refused|reset)|\bECONN(REFUSED|RESET)\b|network is (unreachable|down)|no route to host"
        + @"|\bE(HOST|NET)UNREACH\b|broken pipe|\bEPIPE\b",
        AnyCase)]
    private static partial Regex Refused();

    [GeneratedRegex(
        @"internal server error|bad gateway|service unavailable|\bHTTP[/\d. ]*50[0-3]\b|invalid response|unexpected response"
        + "|malformed response",
        AnyCase)]
    private static partial Regex Response();

    [GeneratedRegex(
        @"connection (error|closed|aborted|lost)|(failed|unable) to connect|could ?n[o']t connect|socket hang up"
        + @"|\bECONNABORTED\b",
        AnyCase)]
    private static partial Regex Connection();

    [GeneratedRegex(
        @"command not found|is not recognized as|\b404\b.{0,20}not found|not_found_error|(unknown|no such) (model|command)"
        + "|model.{0,60}(not found|does not exist)",
        AnyCase)]
    private static partial Regex NotFound();

    [GeneratedRegex(
        "quota|usage.?limit|(hourly|daily|weekly|monthly|session).{0,10}limit|limit.{0,40}resets?|exhausted"
        + "|out of (credits|tokens)|credit balance",
        AnyCase)]
    private static partial Regex Quota();

    [GeneratedRegex("capacity|overloaded|try again later", AnyCase)]
    private static partial Regex Capacity();

    [GeneratedRegex(@"\bcli\b|you('ve| have)? (hit|reached) your", AnyCase)]
    private static partial Regex Cli();
}
