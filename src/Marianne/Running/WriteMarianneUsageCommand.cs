using System.Management.Automation;
using Marianne.Executors;

namespace Marianne.Commands;

/// <summary>Reports the tokens and the cost of a sheet's model calls.</summary>
[Cmdlet(VerbsCommunications.Write, "MarianneUsage", HelpUri = HelpPage.Folder + "Write-MarianneUsage.md")]
[OutputType(typeof(string))]
public sealed class WriteMarianneUsageCommand : MarianneCmdlet
{
    /// <summary>
    /// Specifies the number of tokens that were given to the model. The minimum is 0. The default is 0.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    [ValidateRange(0, int.MaxValue)]
    public int InputTokens { get; set; }

    /// <summary>
    /// Specifies the number of tokens in the answer of the model. The minimum is 0. The default is 0.
    /// </summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    [ValidateRange(0, int.MaxValue)]
    public int OutputTokens { get; set; }

    /// <summary>
    /// Specifies the number of input tokens that were read from a cache. They are not part of <c>-InputTokens</c>. The minimum is 0.
    /// The default is 0.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    [ValidateRange(0, int.MaxValue)]
    public int CacheReadTokens { get; set; }

    /// <summary>
    /// Specifies the number of input tokens that were written to a cache. They are not part of <c>-InputTokens</c>. The minimum is
    /// 0. The default is 0.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber]
    [ValidateRange(0, int.MaxValue)]
    public int CacheWriteTokens { get; set; }

    /// <summary>Specifies the model, with a maximum of 256 characters. The default is no model.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateLength(1, 256)]
    public string? Model { get; set; }

    /// <summary>
    /// Specifies the cost in US dollars, from 0 to 1,000,000. The default is the cost of the tokens at the prices of
    /// <c>cost_limits</c>.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(0, 1_000_000)]
    public decimal? Cost { get; set; }

    private protected override void Process() =>
        WriteObject(UsageLineParser.Of(new UsageReport(InputTokens, OutputTokens, Model, Cost)
        {
            CacheReadTokens = CacheReadTokens,
            CacheWriteTokens = CacheWriteTokens,
        }));
}
