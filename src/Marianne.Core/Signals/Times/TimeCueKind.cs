namespace Marianne.Signals;

/// <summary>What kind of time a cue announces.</summary>
internal enum TimeCueKind
{
    /// <summary>An instant or a span: <c>resets at</c>, <c>wait</c>.</summary>
    Instant,

    /// <summary>A span, of which <c>00:05:00</c> is one: <c>try again in</c>.</summary>
    Span,

    /// <summary>A number of seconds, or any other time: <c>retry-after:</c>.</summary>
    Seconds,

    /// <summary>A number of milliseconds: <c>retry-after-ms:</c>.</summary>
    Milliseconds,

    /// <summary>A Unix time only: <c>limit reached|</c>.</summary>
    Unix,

    /// <summary>An instant at which something is renewed, which need not end the refusal.</summary>
    Renewal,
}
