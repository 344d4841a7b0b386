using System.Management.Automation;
using Marianne.Learning;

namespace Marianne.Commands;

/// <summary>Gets the rate limits in force, the longest-lasting first.</summary>
[Cmdlet(VerbsCommon.Get, "LearnedRateLimit", HelpUri = HelpPage.Folder + "Get-LearnedRateLimit.md")]
[OutputType(typeof(LearnedRateLimit))]
public sealed class GetLearnedRateLimitCommand : RateLimitCmdlet
{
    private protected override void Process() => WriteObject(Find(), enumerateCollection: true);
}
