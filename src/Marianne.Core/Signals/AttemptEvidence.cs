using Marianne.Instruments;

namespace Marianne.Signals;

/// <summary>What is known of an attempt when it has ended.</summary>
public sealed record AttemptEvidence
{
    /// <summary>The profile of the instrument, or <c>null</c> to recognize it by what it wrote.</summary>
    public InstrumentOptions? Instrument { get; init; }

    /// <summary>The standard output, or both streams in the order in which they were written.</summary>
    public string Output { get; init; } = "";

    /// <summary>The standard error, if it was kept apart.</summary>
    public string ErrorOutput { get; init; } = "";

    /// <summary>The exit code, or <c>null</c> if there is none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>The response that an exception of a script carries, or <c>null</c>.</summary>
    public HttpResponse? Response { get; init; }

    /// <summary>Indicates whether validations failed, so that an exit code of 0 proves nothing.</summary>
    public bool IsRefuted { get; init; }

    /// <summary>The time at which the attempt ended.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The zone of times that do not name one: that of the machine that ran the attempt.</summary>
    public required TimeZoneInfo Zone { get; init; }
}
