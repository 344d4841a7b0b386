using System.Management.Automation;

namespace Marianne.Commands;

/// <summary>Determines whether a rate limit is in force.</summary>
[Cmdlet(VerbsDiagnostic.Test, "LearnedRateLimit", HelpUri = HelpPage.Folder + "Test-LearnedRateLimit.md")]
[OutputType(typeof(bool))]
public sealed class TestLearnedRateLimitCommand : RateLimitCmdlet
{
    private protected override void Process() => WriteObject(Find().Count > 0);
}
