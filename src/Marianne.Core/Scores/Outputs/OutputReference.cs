namespace Marianne.Scores;

/// <summary>
/// The name of a placeholder that stands for an output of another sheet: <c>find.files</c>, or <c>find.files.count</c> for the number of
/// items of a list.
/// </summary>
/// <param name="Text">The name of the placeholder.</param>
/// <param name="Sheet">The name of the sheet.</param>
/// <param name="Output">The name of the output.</param>
/// <param name="IsCount">Indicates whether the placeholder stands for the number of items.</param>
internal sealed record OutputReference(string Text, string Sheet, string Output, bool IsCount)
{
    private const string Count = "count";

    /// <summary>Reads the name of a placeholder. Returns <c>null</c> if it does not have the form of a reference.</summary>
    /// <param name="name">The name.</param>
    public static OutputReference? Parse(string name) => name.Split('.') switch
    {
        [{ Length: > 0 } sheet, { Length: > 0 } output] => new(name, sheet, output, IsCount: false),
        [{ Length: > 0 } sheet, { Length: > 0 } output, Count] => new(name, sheet, output, IsCount: true),
        _ => null,
    };

    /// <summary>Returns the placeholder.</summary>
    public override string ToString() => $"{{{Text}}}";
}
