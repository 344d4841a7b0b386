using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>The phrases with which tools and services report failures other than limits.</summary>
internal static partial class FailurePhrases
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    [GeneratedRegex(
        @"\bprompt is too long\b|\b(input|prompt|request|message|conversation|context)s? (is|are) too (long|large)\b"
        + @"|\b(request|payload|entity|content)( entity)? too large\b|\btoken (count|length)\b[^\n]{0,20}\bexceeds?\b"
        + @"|\bmaximum context length\b|\bcontext (window|length)\b[^\n]{0,40}\b(exceed|overflow|limit)|\b(exceeds?|exceeded"
        + @"|out of room in)\b[^\n]{0,50}\bcontext (window|length|limit)\b"
        + @"|\bexceeds? the maximum (number of tokens|size)\b|\bhas hit a token limit\b|\breduce the length of the\b"
        + @"|\bcontext_length_exceeded\b"
        + @"|\btokens? > \d{1,9} maximum\b|\btoo many (input )?tokens for\b",
        AnyCase)]
    public static partial Regex TooLong();

    [GeneratedRegex(
        @"\breached (the )?(max(imum)?( number of)?)( session)? (turns|actions|steps|iterations)\b"
        + @"|\breached (the )?max(imum)? (budget|iterations|steps)\b"
        + @"|\bmax(imum)?[-_ ](turns|iterations|budget) (reached|exceeded)\b|\bturn limit (was |has been )?(reached|exceeded)\b",
        AnyCase)]
    public static partial Regex MaxTurns();

    [GeneratedRegex(
        @"\b401\b.{0,20}\bunauthori[sz]ed|\b403\b.{0,20}\bforbidden|\bunauthori[sz]ed\b(?! to\b)|\bauthenticat(ion"
        + @"|e)[_ ](failed|error|required|token)|\bfailed to authenticate\b|\bnot (able to )?authenticate\b"
        + @"|\b(invalid|incorrect|expired|missing|wrong|revoked)[_ ](x-)?(api[-_ ]?key|(access |auth )?token|credentials"
        + @"|authentication)\b|\bapi[-_ ]?key[^\n.]{0,40}\b(not valid|invalid|expired|revoked|missing|not found|incorrect"
        + @"|required)\b"
        + @"|\bnot (logged|signed) in\b|\bplease (log ?in|sign ?in|run /login|log out and)\b|\b(o?auth|login|session|access"
        + @"|refresh|security) ?(token|session)?\b[^\n.]{0,60}\b(expired|revoked|is expired)\b"
        + @"|\b(github|gitlab|api|bearer|personal access|id) (access )?token (has |is |was )?(expired|revoked|invalid|no longer valid)\b"
        + @"|\bcheck your (api[- ]?key|credentials)\b"
        + @"|\bbad credentials\b|\bno (api )?key found\b|\bno authentication information\b|\bset an auth method\b"
        + @"|\bmanual authorization is required\b|\bauth login\b"
        + @"|\b(disabled organization|organization has (been )?disabled)\b|\bset [A-Z_]{3,30}_API_KEY\b"
        + @"|\bvalidation required\b|\b(invalid_auth|not_authed)\b"
        + @"|\bpermission denied \(publickey|\bagent login\b|\bcould not read username\b",
        AnyCase)]
    public static partial Regex Auth();

    /// <summary>The beginning of an answer that is the message of a failure, of agents that exit with 0 whatever happens.</summary>
    [GeneratedRegex(@"^(ran into this error: |network error: |i've reached the maximum number of actions\b)", AnyCase)]
    public static partial Regex SoftFailure();

    [GeneratedRegex(
        @"\b(unknown|no such) model\b|\bcannot use this model\b|\bmodels?\b.{0,60}\b(not found|does not exist|not exist"
        + @"|not supported|not available|unavailable on|is not a known)\b|\bis not a known model\b"
        + @"|\bselected model\b.{0,60}\bmay not exist\b|\bnot_found_error\b|\bNotFoundError\b.{0,40}\bmodel\b"
        + @"|^model: [\w.:/-]{1,80}$",
        AnyCase | RegexOptions.Multiline)]
    public static partial Regex Model();

    [GeneratedRegex(
        @"\bcommand not found\b|\bis not recognized as\b|\b404\b.{0,20}not found|\b(unknown|no such) command\b", AnyCase)]
    public static partial Regex Command();

    [GeneratedRegex(
        @"\bis not authorized to perform\b|\bauto-rejecting\b|\bnot (running )?in(side)? a trusted (directory|folder)\b"
        + @"|\b(permission|access) (was )?(denied|refused|rejected) by\b"
        + @"|\bAccessDenied(Exception)?\b|\bpermission_error\b",
        AnyCase)]
    public static partial Regex Permission();

    [GeneratedRegex(
        @"out ?of ?memory|cannot allocate memory|\bENOMEM\b|\bOOM[- ]?kill|MemoryError\b|bad_alloc|heap limit", AnyCase)]
    public static partial Regex Memory();

    [GeneratedRegex(
        @"could ?n[o']t resolve (host|proxy)|\bENOTFOUND\b|\bEAI_AGAIN\b|name or service not known|failed to resolve"
        + @"|\bname resolution|no such host|nodename nor servname|getaddrinfo",
        AnyCase)]
    public static partial Regex Name();

    [GeneratedRegex(
        @"\b(ssl|tls)[-_ ]?(handshake|error|connect|certificate)|certificate (verify failed|has expired|is not trusted)"
        + @"|self[- ]signed certificate|unable to (verify|get).{0,20}certificate",
        AnyCase)]
    public static partial Regex Tls();

    [GeneratedRegex(@"gateway[- ]time-?out|request timed out|deadline exceeded|\b504\b.{0,20}time", AnyCase)]
    public static partial Regex ServiceTimeout();

    [GeneratedRegex(@"connection timed out|connect(ion)? timeout|\bETIMEDOUT\b|operation timed out|network timeout", AnyCase)]
    public static partial Regex NetworkTimeout();

    [GeneratedRegex(
        @"\bconnection (was )?(refused|reset|dropped)|\bECONN(REFUSED|RESET)\b|\bConnectionRefused\b"
        + @"|network is (unreachable|down)|no route to host"
        + @"|\bE(HOST|NET)UNREACH\b|actively refused|\b(socket\w*|tcp|send|connection)\b.{0,80}broken pipe",
        AnyCase)]
    public static partial Regex Refused();

    [GeneratedRegex(
        @"internal server error|bad gateway|\bHTTP[/\d. ]*50[0-2]\b|invalid response|unexpected response"
        + @"|malformed response|\bserver error\b",
        AnyCase)]
    public static partial Regex Response();

    [GeneratedRegex(
        @"\bconnection (error|closed|aborted|lost)|\b(server|peer) (disconnected|closed)\b"
        + @"|(failed|unable) to connect|could ?n[o']t connect|can't reach\b|socket hang up"
        + @"|\bECONNABORTED\b|\berror sending request\b|\bstream disconnected\b|\bfetch failed\b|\bupstream connect error\b",
        AnyCase)]
    public static partial Regex Connection();
}
