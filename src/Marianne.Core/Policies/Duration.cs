namespace Marianne.Policies;

/// <summary>Durations that a score may write as any number of seconds.</summary>
internal static class Duration
{
    /// <summary>The duration; what is longer than any there is becomes the longest.</summary>
    public static TimeSpan FromSeconds(double seconds) =>
        seconds >= TimeSpan.MaxValue.TotalSeconds ? TimeSpan.MaxValue : TimeSpan.FromSeconds(seconds);

    /// <summary>The longer of two.</summary>
    public static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <summary>The shorter of two.</summary>
    public static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
