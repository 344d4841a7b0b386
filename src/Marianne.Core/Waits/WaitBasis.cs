using System.Globalization;

namespace Marianne.Waits;

/// <summary>The incidents on which an estimate is based.</summary>
public sealed record WaitBasis
{
    private WaitBasis(string name) => Name = name;

    /// <summary>All incidents. Older ones count less.</summary>
    public static WaitBasis All { get; } = new("all");

    /// <summary>The incidents that began at about the same time of day, in UTC.</summary>
    public static WaitBasis Hour { get; } = new("hour");

    /// <summary>The name: <c>all</c>, <c>hour</c>, <c>last 3</c> or <c>clock 3600</c>, for example.</summary>
    public string Name { get; }

    /// <summary>The number of the most recent incidents that are used, or <c>null</c> if the basis is another one.</summary>
    public int? Latest { get; private init; }

    /// <summary>
    /// The window at whose end, or at whose certain phase, the service recovers, or <c>null</c> if the basis is another one.
    /// </summary>
    public TimeSpan? Period { get; private init; }

    /// <summary>Creates the basis of the most recent incidents.</summary>
    /// <param name="count">Their number.</param>
    public static WaitBasis Last(int count) => new(string.Create(CultureInfo.InvariantCulture, $"last {count}")) { Latest = count };

    /// <summary>Creates the basis of a window of the clock.</summary>
    /// <param name="period">The length of the window.</param>
    public static WaitBasis Clock(TimeSpan period) =>
        new(string.Create(CultureInfo.InvariantCulture, $"clock {period.TotalSeconds:F0}")) { Period = period };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
