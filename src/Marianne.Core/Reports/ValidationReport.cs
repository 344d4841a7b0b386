using System.Text.Json.Serialization;

namespace Marianne.Reports;

/// <summary>The result of a validation in a report.</summary>
/// <param name="Rule">The kind of rule, such as <c>file_exists</c>.</param>
/// <param name="Passed">Indicates whether the validation passed.</param>
/// <param name="Text">What was checked.</param>
/// <param name="Error">The reason why it failed; <c>null</c> if it passed.</param>
public sealed record ValidationReport(
    string? Rule, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] bool Passed, string? Text, string? Error);
