using Marianne.Jobs;
using Marianne.Testing;
using Xunit;

namespace Marianne.Core.Tests.Jobs;

public sealed class JobIdGeneratorTests
{
    [Fact]
    public void An_id_has_the_name_and_the_local_time_and_differs_each_time()
    {
        string one = JobIdGenerator.Create("nightly", TestJobs.Now);

        string time = TestJobs.Now.ToLocalTime().ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Matches($"^nightly-{time}-[0-9a-f]{{4}}$", one);
        Assert.Contains(Enumerable.Range(0, 20), _ => JobIdGenerator.Create("nightly", TestJobs.Now) != one);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two\nlines\0")]
    [InlineData("🎼 naïve ✓")]
    [InlineData("half \ud800")]
    public void An_id_from_any_name_is_valid(string name) => JobValidator.CheckId(JobIdGenerator.Create(name, TestJobs.Now));

    [Fact]
    public void A_long_name_is_shortened()
    {
        string id = JobIdGenerator.Create(new string('x', 1000), TestJobs.Now);

        JobValidator.CheckId(id);
        Assert.StartsWith(new string('x', 200), id, StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_of_the_same_second_are_different()
    {
        const int Count = 50_000;

        Assert.Equal(Count, Enumerable.Range(0, Count).Select(_ => JobIdGenerator.Create("nightly", TestJobs.Now)).Distinct().Count());
    }
}
