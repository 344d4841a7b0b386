using Marianne.Running;
using Marianne.Text;

namespace Marianne.Worker;

/// <summary>Names the sheets of one job.</summary>
/// <param name="plan">The plan of the run.</param>
internal sealed class SheetLabels(JobPlan plan) : IEventLabels
{
    private const int MaximumLength = 24;

    private readonly Dictionary<int, string> _names = plan.Sheets.ToDictionary(sheet => sheet.Number, NameOf);

    /// <inheritdoc/>
    public int Width { get; } = Math.Min(MaximumLength, plan.Sheets.Max(sheet => NameOf(sheet).Length));

    /// <inheritdoc/>
    public bool NameJobs => false;

    /// <inheritdoc/>
    public string Of(JobEvent happened) =>
        happened.SheetNumber is { } number ? _names.GetValueOrDefault(number, $"{number}") : "";

    private static string NameOf(PlannedSheet sheet) =>
        TerminalText.Name(sheet.Name == $"{sheet.Number}" ? sheet.Name : $"{sheet.Number} {sheet.Name}");
}
