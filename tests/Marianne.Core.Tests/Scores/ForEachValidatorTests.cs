using Marianne.Scores;
using Xunit;

namespace Marianne.Core.Tests.Scores;

public sealed class ForEachValidatorTests
{
    [Theory]
    [InlineData("""{"in":["a","b"]}""")]
    [InlineData("""{"in":[1,true]}""")]
    [InlineData("""{"in":"{find.files}","as":"file","key":"{file}","max":500,"concurrency":4,"retry_failed":false,"fail_fast":true}""")]
    [InlineData("""{"in":[{"number":1,"tags":["a",{"b":null}]},"{branch}"],"as":"pr","key":"{pr.number}","exclude":"{pr.tags.count} > 1"}""")]
    [InlineData("""{"in":"{files}"}""")]
    [InlineData("""{"path":"src/**/*.cs","exclude":"{item} == 'a.cs'"}""")]
    [InlineData("""{"command":"git diff --name-only {branch}"}""")]
    [InlineData("""{"matrix":{"os":["linux","windows"],"shell":["sh","cmd"]},"exclude":["{os} == 'linux' and {shell} == 'cmd'"]}""")]
    [InlineData("""{"matrix":{"os":"{files}","shell":["{branch}","{find.shell}"],"user":"{branch}"}}""")]
    public void A_source_is_valid(string forEach) => Assert.Empty(Read(forEach).Problems);

    [Theory]
    [InlineData("{}", "for_each must have exactly one of: in, path, command, matrix. It has none.")]
    [InlineData("""{"in":["a"],"path":"*"}""", "for_each must have exactly one of: in, path, command, matrix. It has in and path.")]
    [InlineData("""{"in":"*.md"}""", "in is '*.md' but must be a list, or one placeholder that stands for a list,*")]
    [InlineData("""{"in":"{branch}"}""", "{branch} is a parameter of the type string. Use one of the type list.")]
    [InlineData("""{"in":"{nothing}"}""", "The score has no parameter 'nothing'.*")]
    [InlineData("""{"in":"{fnd.files}"}""", "There is no sheet with the name 'fnd'. Did you mean find?")]
    [InlineData("""{"in":"{find.files.count}"}""", "{find.files.count} is a number. Use the output itself: {find.files}.")]
    [InlineData("""{"in":"{review.files}"}""", "Sheet 2 'review' uses its own output {review.files},*")]
    [InlineData("""{"in":["a"],"as":"branch"}""", "'branch' is the name of a parameter. Use another name.")]
    [InlineData("""{"in":["a"],"as":"workspace"}""", "'workspace' is the name of another placeholder. Use another name.")]
    [InlineData("""{"in":["a"],"as":"a b"}""", "'a b' is not a valid name.*")]
    [InlineData("""{"in":["a"],"key":"x"}""", "key is 'x', which is the same for all items. Use {item} in it.")]
    [InlineData("""{"in":["a"],"max":0}""", "max is 0 but must be a whole number, at least 1 and at most 100000.*")]
    [InlineData("""{"in":["a"],"concurrency":0}""", "concurrency is 0 but must be a whole number, at least 1 and at most 20.*")]
    [InlineData("""{"in":["a"],"exclude":"{item} =="}""", "'{item} ==' is not a valid condition:*")]
    [InlineData("""{"in":["a"],"exclude":"{file} == 'a'"}""", "The score has no parameter 'file'.*")]
    [InlineData("""{"command":"list {token}"}""", "{token} is a secret, which the job would store with its items. Use another parameter.")]
    [InlineData("""{"in":[{"name":"a {token}"}]}""", "{token} is a secret, which the job would store with its items. Use another parameter.")]
    [InlineData("""{"in":[["a"]]}""", "in is [['a']] but must be a string, a number, true or false, or a list of them and of objects.*")]
    [InlineData("""{"matrix":{}}""", "matrix is empty.*")]
    [InlineData("""{"matrix":{"os":"{nothing}"}}""", "The score has no parameter 'nothing'.*")]
    [InlineData("""{"matrix":{"os":"{fnd.files}"}}""", "There is no sheet with the name 'fnd'. Did you mean find?")]
    [InlineData("""{"matrix":{"os":"{find.files.count}"}}""", "{find.files.count} is a number. Use the output itself: {find.files}.")]
    [InlineData("""{"matrix":{"os":["{review.files}"]}}""", "Sheet 2 'review' uses its own output {review.files},*")]
    [InlineData("""{"matrix":{"os":["x {token}"]}}""", "{token} is a secret, which the job would store with its items. Use another parameter.")]
    [InlineData("""{"matrix":{"os":["a"]},"as":"file"}""", "A matrix has the placeholders of its names. Remove as.")]
    public void A_source_is_refused(string forEach, string message)
    {
        ScoreProblem problem = Assert.Single(Read(forEach).Problems, problem => Matches(problem.Message, message));
        Assert.StartsWith("sheets[1].for_each", problem.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"name\":\"two words\",")]
    public void A_sheet_with_items_needs_a_name(string name) => Assert.Contains(
        ReadSheets($$"""{ {{name}}"command":"x","for_each":{"in":["a"]} }""").Problems,
        problem => problem.Message.StartsWith("A sheet with for_each needs a name", StringComparison.Ordinal));

    [Fact]
    public void An_output_of_a_sheet_with_items_has_no_single_value() => Assert.Contains(
        ReadSheets("""{"name":"review","command":"x","for_each":{"in":["a"]}}""", """{"command":"echo {review.text}"}""").Problems,
        problem => problem.Message.StartsWith("{review.text} is an output of sheet 2 'review', which runs once for each item,", StringComparison.Ordinal));

    [Fact]
    public void A_sheet_with_items_has_no_approval() => Assert.Contains(
        ReadSheets("""{"name":"r","command":"x","approval":{},"for_each":{"in":["a"]}}""").Problems,
        problem => problem.Message.StartsWith("A sheet with for_each cannot have an approval.", StringComparison.Ordinal));

    [Fact]
    public void A_condition_may_use_the_item() =>
        Assert.Empty(ReadSheets("""{"name":"r","command":"x","when":"{item} != 'a'","for_each":{"in":["a"]}}""").Problems);

    [Theory]
    [InlineData("""{"in":"{find.files}"}""")]
    [InlineData("""{"matrix":{"file":"{find.files}"}}""")]
    [InlineData("""{"matrix":{"file":["a","b {find.files}"]}}""")]
    public void The_source_is_a_dependency(string forEach)
    {
        Score score = Read(forEach).Score!;

        Assert.Equal([1], SheetDependencies.Of(score)[2]);
    }

    private static bool Matches(string message, string pattern) => pattern.EndsWith('*')
        ? message.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : message == pattern;

    private static ScoreReadResult Read(string forEach) => ReadSheets($$"""{"name":"review","command":"check","for_each":{{forEach}} }""");

    private static ScoreReadResult ReadSheets(params string[] sheets) => ScoreReadResult.Of(
        new JsonScoreReader().Read(
            $$"""
            {"name":"a","parameters":{"branch":{"default":"main"},"files":{"type":"list","default":["a"]},"token":{"type":"secret"} },
            "sheets":[{"name":"find","command":"x"},{{string.Join(',', sheets)}}]}
            """),
        "/");
}
