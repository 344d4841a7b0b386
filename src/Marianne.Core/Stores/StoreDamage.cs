namespace Marianne.Stores;

/// <summary>A part of a store that is damaged.</summary>
/// <param name="Where">The job, the file or the table that is affected.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="IsLost">Indicates whether a copy of the store lacks it. A value that cannot be read is copied unchanged.</param>
public sealed record StoreDamage(string Where, string Problem, bool IsLost)
{
    /// <summary>Returns the place and the problem.</summary>
    public override string ToString() => $"{Where}: {Problem}";
}
