using System.Management.Automation;
using Marianne.Executors;

namespace Marianne.Commands;

/// <summary>Reports what a sheet used: the text that a runner looks for in the output of a sheet.</summary>
[Cmdlet(VerbsCommunications.Write, "MarianneUsage")]
[OutputType(typeof(string))]
public sealed class WriteMarianneUsageCommand : MarianneCmdlet
{
    /// <summary>The tokens of what was given to a model, 0 or more.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    [ValidateRange(0, int.MaxValue)]
    public int InputTokens { get; set; }

    /// <summary>The tokens of what the model answered, 0 or more.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    [ValidateRange(0, int.MaxValue)]
    public int OutputTokens { get; set; }

    /// <summary>The model.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateLength(1, 256)]
    public string? Model { get; set; }

    /// <summary>What it cost, in US dollars, 0 or more. Default: what the tokens cost.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 1_000_000)]
    public decimal? Cost { get; set; }

    private protected override void Process() =>
        WriteObject(UsageLineParser.Of(new UsageReport(InputTokens, OutputTokens, Model, Cost)));
}
