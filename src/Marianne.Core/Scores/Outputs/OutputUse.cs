namespace Marianne.Scores;

/// <summary>A place in a score where an output is used.</summary>
/// <param name="Number">The number of the sheet that uses it; 0 for a rule of all sheets.</param>
/// <param name="Reference">The placeholder.</param>
/// <param name="Target">The number of the sheet that has the output.</param>
/// <param name="Path">The path of the key.</param>
internal sealed record OutputUse(int Number, OutputReference Reference, int Target, string Path)
{
    /// <summary>Indicates whether the text is the path of a file, of which a list cannot be a part.</summary>
    public bool IsPath { get; init; }

    /// <summary>Indicates whether the text is the condition under which the sheet runs.</summary>
    public bool IsCondition { get; init; }

    /// <summary>Indicates whether the text is the source of the items of the sheet, which its items do not use.</summary>
    public bool IsSource { get; init; }
}
