using System.Text.RegularExpressions;
using Marianne.Errors;

namespace Marianne.Signals;

/// <summary>Classifies a failed attempt by its output.</summary>
internal static partial class OutputSignals
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>The known failures. The first that matches counts: earlier ones are more specific.</summary>
    private static readonly (Regex Pattern, ErrorCode Code)[] Failures =
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

    /// <summary>Returns the error code of a failure, or <c>null</c> if the output matches no known failure.</summary>
    /// <param name="output">The output.</param>
    public static ErrorCode? Classify(string output) =>
        Failures.FirstOrDefault(failure => failure.Pattern.IsMatch(output)).Code;

    /// <summary>Determines whether the output reports that memory ran out.</summary>
    /// <param name="output">The output.</param>
    public static bool ReportsOutOfMemory(string output) => Memory().IsMatch(output);

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
        + @"|\bE(HOST|NET)UNREACH\b|\b(socket\w*|tcp|send|connection)\b.{0,80}broken pipe",
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
}
