using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>The phrases with which services refuse a request because of a limit.</summary>
/// <remarks>Each phrase says that a limit is reached. A text that only names a limit does not match.</remarks>
internal static partial class LimitPhrases
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    private const string Reached = "(reached|exceeded|hit|exhausted|used up|depleted|surpassed)";

    /// <summary>Words before "limit" that are about something else than a service.</summary>
    private const string OtherWords =
        "(disk|storage|file|files|memory|inode|space|upload|attachment|mailbox|recursion|time|size|stack|line|length|retry|"
        + "retries|rate|session rate|heap|depth|connection|character|process|thread|cpu|gas|turn|turns|token|context)";

    private const string Other = "(?!" + OtherWords + @"\b)";

    private const string NotAfterOther = @"(?<!\b" + OtherWords + "[ -])";

    /// <summary>Parts of words of which every phrase contains one.</summary>
    private static readonly string[] Stems =
    [
        "limit", "quota", "429", "529", "too many", "toomany", "throttl", "credit", "balance", "fund", "usage", "billing", "payment",
        "subscription", "budget", "seat type", "cap", "allowance", "allotment", "slow", "exceeded", "exhausted", "overloaded",
        "demand", "unavailable", "busy", "upgrade", "to use ",
    ];

    /// <summary>Returns the position of the first words that say that a limit is reached, whichever it is, or -1.</summary>
    /// <param name="line">The line.</param>
    public static int IndexOf(string line)
    {
        if (LinesOf(line).Length == 0)
            return -1;

        ReadOnlySpan<Regex> phrases =
        [
            Rate(), Plan(), Quota(), Money(), Capacity(),
            TranslatedPhrases.Rate(), TranslatedPhrases.Plan(), TranslatedPhrases.Money(), TranslatedPhrases.Capacity(),
        ];
        int first = -1;
        foreach (Regex phrase in phrases)
        {
            if (phrase.Match(line) is { Success: true } match && (first < 0 || match.Index < first))
                first = match.Index;
        }

        return first;
    }

    /// <summary>Returns the lines of a text that may contain a phrase, so that the others are not searched.</summary>
    /// <param name="text">The text.</param>
    public static string LinesOf(string text) => string.Join(
        '\n',
        text.Split('\n').Where(line =>
            Stems.Any(stem => line.Contains(stem, StringComparison.OrdinalIgnoreCase))
            || TranslatedPhrases.Stems.Any(stem => line.Contains(stem, StringComparison.OrdinalIgnoreCase))));

    /// <summary>Determines whether a text says that the limit of a rate is reached.</summary>
    /// <param name="text">The text.</param>
    public static bool IsRate(string text) => Rate().IsMatch(text) || TranslatedPhrases.Rate().IsMatch(text);

    /// <summary>Determines whether a text says that the limit of a plan is reached.</summary>
    /// <param name="text">The text.</param>
    public static bool IsPlan(string text) => Plan().IsMatch(text) || TranslatedPhrases.Plan().IsMatch(text);

    /// <summary>Determines whether a text says that a person must pay.</summary>
    /// <param name="text">The text.</param>
    public static bool IsMoney(string text) => Money().IsMatch(text) || TranslatedPhrases.Money().IsMatch(text);

    /// <summary>Determines whether a text says that the service has no capacity.</summary>
    /// <param name="text">The text.</param>
    public static bool IsCapacity(string text) => Capacity().IsMatch(text) || TranslatedPhrases.Capacity().IsMatch(text);

    /// <summary>Money that a person must pay.</summary>
    [GeneratedRegex(
        @"\bspend(ing)? (limit|cap)\b|\bcredit balance\b|\b(out of|no( more)?|insufficient|not enough|ran out of) ((usage"
        + @"|api|prepaid|ai) )?(credits?|funds|balance)\b"
        + @"|\binsufficient (balance|funds|quota|credits?)\b|\bcredits? (is|are|have been|has been)? ?(required|exhausted"
        + @"|used up|depleted)\b"
        + @"|\brequires? usage credits\b|\bissue with your billing\b|\bpayment (is )?required\b|\badd funds\b"
        + @"|\bseat type doesn't include\b"
        + @"|\busage allocation has been disabled\b|\blimit is set to \$0|\bhave no quota\b|\bout of (extra )?usage\b"
        + @"|\blimit: 0\b"
        + @"|\brequires? an? ((active|paid|pro) (subscription|plan)|subscription)\b|\bplans? can only use\b"
        + @"|\bpayment (method )?(failed|declined)\b|\bsubscription (has )?(expired|ended|lapsed)\b|\bbudget (has been "
        + @"|is )?exceeded\b",
        AnyCase)]
    private static partial Regex Money();

    /// <summary>A limit of 0 never ends, whatever time is named.</summary>
    [GeneratedRegex(@"\blimit: 0\b", AnyCase)]
    public static partial Regex Never();

    /// <summary>The limit of a plan, which ends at a certain time.</summary>
    [GeneratedRegex(
        @"\b(hit|reached|exceeded|over|at|exhausted|used (up )?(all )?(of )?) ?(your|the|its|my) " + Other
        + @"([\w$'.-]{1,30} ){0,5}" + Other + NotAfterOther + @"(usage )?(limits?|cap|allowance|allotment)\b"
        + @"|\b(usage|session|weekly|daily|hourly|monthly|plan|account|subscription|opus|sonnet|haiku|model|message|prompt"
        + @"|\d{1,2}[- ]?hour|\d{1,2}h|premium request)s? (usage )?"
        + "(limits?|cap|allowance) (has been |have been |was |is |are )?" + Reached + @"\b"
        + @"|\busage (limit )?(has been )?" + Reached
        + @"\b|\b(weekly|daily|monthly) rate limit\b|\bdaily (usage |request )?quota\b|\b(requests?|tokens?|limit) per day\b"
        + @"|\bhit your limit\b|\blimit will reset\b",
        AnyCase)]
    private static partial Regex Plan();

    /// <summary>A limit on the rate of requests.</summary>
    [GeneratedRegex(
        @"\brate[- _]?limit(s|ing)? (has been |was |is |are )?" + Reached + @"\b"
        + @"|\b(hit|reached|exceed(ed|s)?) [^\n.]{0,40}\brate[- ]limits?\b|\b(been|are|is|being|getting|was|were|got"
        + @"|you're) (temporarily )?(rate|request)[- ]?limited\b"
        + @"|(·|∙|\||^|: |- )[ ]?rate[- ]?limited\b|\brate[- ]limited you\b|\blimiting requests\b"
        + @"|\b(http|status|(?<!exit[ -])code|error|response|returned|server|failed|with)(/[\d.]{1,3})?[""':=( ]{0,4}(code"
        + @"|status|error)?[""':=( ]{0,4}(?<!==\s?)429\b(?![:.,]\d|-\d| ?(ms|bytes|tests?|files|lines|of))"
        + @"|\b429\b[^\w\n]{0,4}(too many|client error|rate|resource_exhausted|\{)|\(429\)"
        + @"|(?<![\w./-])too[ -]?many[ -]?requests(exception)?\b(?![./_-]\w)|\btoo many (tokens"
        + @"|concurrent requests)\b[^\n]{0,20}(wait|slow|try)"
        + @"|\bthrottling(exception)?\b(?= ?[:)])|\b(being|been|is|was|are|were|request|requests|got|you're|call"
        + @"|calls) throttled\b|\bthrottlingexception\b"
        + @"|\brequestlimitexceeded\b|\bslow ?down\b|\bprovisionedthroughputexceeded|\brate exceeded\b|\brequest(s)? (rate"
        + @"|limit) (too high|exceeded|reached)\b"
        + @"|(^|\.|: |\. )ratelimit\w{0,12}(error|exception)\b(?=\s*(:|$|-))|[""'(]rate_?limit_?(ed|exceeded|error"
        + @"|reached)[""')]|\b(api|token|call|request|quota) (rate )?limit (exceeded|reached)\b"
        + @"|(^|error: |: )rate limit($|[,.;:]| [(–-])|(^|: )rate_limit_(exceeded|reached|error)\b(?![.(])",
        AnyCase | RegexOptions.Multiline)]
    private static partial Regex Rate();

    /// <summary>A limit of a plan on the rate of requests.</summary>
    [GeneratedRegex(@"\b(weekly|daily|monthly) (usage |request )?(rate limit|limit|quota)\b", AnyCase)]
    public static partial Regex LongRate();

    /// <summary>A quota that is used up, which may be short or long.</summary>
    [GeneratedRegex(
        @"\bquota (has been |was |is )?" + Reached
        + @"\b|\bexceed(ed|s)? (your|the|its|our|my) ([\w.-]{1,30} ){0,4}(quota|capacity)\b"
        + @"|\b(exhausted|used up|reached|hit|out of|depleted) (your |the |its "
        + @"|all (of )?(your )?)?([\w.-]{1,30} ){0,4}(quota|capacity)\b"
        + @"|\bresource[_ ](has been )?exhausted\b|\bservice quota\b|\bquota (limit|exhausted)\b|\bno (more |remaining )?quota\b",
        AnyCase)]
    public static partial Regex Quota();

    /// <summary>A quota that needs a person.</summary>
    [GeneratedRegex(@"plan and billing|\bbilling details\b|\b(monthly|service) quota\b|servicequotaexceeded", AnyCase)]
    public static partial Regex PaidQuota();

    /// <summary>The service has no capacity.</summary>
    [GeneratedRegex(
        @"\boverloaded(_error|error)?\b|\b529\b[^\w\n]{0,3}(overloaded|\{|site)|\b(status|code|error|http)[:=( ]{1,3}529\b"
        + @"|\b(at|no|insufficient|over|out of) capacity\b|\bhigh demand\b"
        + @"|\bservice (is )?(temporarily |currently )?unavailable\b|\b(server|service|model|system)s? (is|are) (currently "
        + @"|temporarily )?(too )?busy\b"
        + @"|\bbusy\b[^\n]{0,30}\b(try again|retry)|\bnot enough capacity\b|\bcapacity (exhausted|exceeded|constraints)\b"
        + @"|\bat maximum capacity\b",
        AnyCase)]
    public static partial Regex Capacity();

    /// <summary>A request to pay after which a plan limit is not meant.</summary>
    [GeneratedRegex(@"\bupgrade to \w{1,12}: |\bto use \w{1,12} with your [\w ]{1,20} plan\b", AnyCase)]
    public static partial Regex Upgrade();

    /// <summary>The status of a response in a message.</summary>
    [GeneratedRegex(@"(^|http |status |code |error |\()429\b(?! ?\w)", AnyCase | RegexOptions.Multiline)]
    public static partial Regex Status();

    /// <summary>A command that reports a limit without the status of a response.</summary>
    [GeneratedRegex(@"\bcli\b|\b(hit|reached) your\b|throttl|\(too ?many ?requests\)", AnyCase)]
    public static partial Regex Command();

    /// <summary>Explanations that contain the words of another kind.</summary>
    [GeneratedRegex(
        @"\(not your usage limit\)|\bmay be a temporary capacity issue\b|\bdisk quota\b|\bmax(imum)? retries exceeded\b",
        AnyCase)]
    public static partial Regex Misleading();

    /// <summary>A line that joins a limit with a time is one, whatever its words are.</summary>
    [GeneratedRegex(@"\b(limit|limits|limited|quota|throttled|too many|usage|allowance)\b|(^|[\s(])429(?=[,:;.)]|$| -)", AnyCase)]
    public static partial Regex Word();
}
