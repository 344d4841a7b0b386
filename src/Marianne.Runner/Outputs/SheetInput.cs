namespace Marianne.Outputs;

/// <summary>The outputs of a sheet that another sheet depends on.</summary>
/// <param name="Sheet">The name of the sheet, or its number.</param>
/// <param name="Outputs">The values as JSON, by name.</param>
public sealed record SheetInput(string Sheet, IReadOnlyList<KeyValuePair<string, string>> Outputs)
{
    /// <summary>The number of the sheet, if it has items, whose results it has instead of outputs; otherwise <c>null</c>.</summary>
    public int? ItemsOf { get; init; }
}
