using Marianne.Jobs;
using Xunit;

namespace Marianne.Core.Tests;

public sealed class JobIdTests
{
    [Fact]
    public void An_id_has_the_name_and_the_local_time_and_differs_each_time()
    {
        string one = JobId.Create("nightly", Play.Now);

        string time = Play.Now.ToLocalTime().ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Matches($"^nightly-{time}-[0-9a-f]{{4}}$", one);
        Assert.Contains(Enumerable.Range(0, 20), _ => JobId.Create("nightly", Play.Now) != one);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines\0")]
    [InlineData("🎼 naïve ✓")]
    [InlineData("half \ud800")]
    public void Any_name_makes_an_id_that_can_be_one(string name) => JobRules.CheckId(JobId.Create(name, Play.Now));

    [Fact]
    public void A_long_name_is_cut()
    {
        string id = JobId.Create(new string('x', 1000), Play.Now);

        JobRules.CheckId(id);
        Assert.StartsWith(new string('x', 200), id, StringComparison.Ordinal);
    }
}
