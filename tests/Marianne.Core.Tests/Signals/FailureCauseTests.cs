using Marianne.Signals;
using Xunit;

namespace Marianne.Core.Tests.Signals;

/// <summary>The causes of failures in the output of programs in common languages.</summary>
public sealed class FailureCauseTests
{
    public static TheoryData<string, string> Errors => new()
    {
        { "sh: 1: frobnicate: not found\n", "sh: 1: frobnicate: not found" },
        { "curl: (6) Could not resolve host: nosuch\r\n\r\n", "curl: (6) Could not resolve host: nosuch" },
        {
            "gcc: error: x.c: No such file\nmake: *** [all] Error 2\n",
            "gcc: error: x.c: No such file; make: *** [all] Error 2"
        },
        { "{\n  \"error\": \"quota\",\n  \"code\": 42\n}\n", "\"error\": \"quota\",; \"code\": 42" },
        {
            "Traceback (most recent call last):\n  File \"x.py\", line 3, in <module>\n    main()\n"
            + "  File \"x.py\", line 2, in main\n    raise ValueError(\"no rows\")\nValueError: no rows\n",
            "ValueError: no rows"
        },
        {
            "/tmp/x.js:1\nthrow new Error(\"boom\")\n^\n\nError: boom\n    at Object.<anonymous> (/tmp/x.js:1:7)\n"
            + "    at async loadESM (node:internal/process/esm_loader:34:7)\n    at node:internal/main/run_main_module:23:47\n\n"
            + "Node.js v20.11.0\n",
            "throw new Error(\"boom\"); Error: boom"
        },
        {
            "Exception in thread \"main\" java.lang.IllegalStateException: no database\n\tat a.Main.run(Main.java:7)\n"
            + "Caused by: java.net.ConnectException: refused\n\tat a.Db.open(Db.java:9)\n\t... 12 more\n",
            "Exception in thread \"main\" java.lang.IllegalStateException: no database; Caused by: java.net.ConnectException: refused"
        },
        {
            "Unhandled exception. System.InvalidOperationException: no rows\n   at Program.Main(String[] args) in /x/P.cs:line 3\n"
            + "--- End of stack trace from previous location ---\n   at Program.<Main>(String[] args)\n",
            "Unhandled exception. System.InvalidOperationException: no rows"
        },
        {
            "panic: no rows\n\ngoroutine 1 [running]:\nmain.load(0x1)\n\t/x/main.go:4 +0x1d\nexit status 2\n",
            "panic: no rows"
        },
        {
            "thread 'main' panicked at src/main.rs:2:5:\nno rows\nnote: run with `RUST_BACKTRACE=1` for a backtrace\n",
            "thread 'main' panicked at src/main.rs:2:5:; no rows"
        },
        {
            "x.rb:1:in 'load': no rows (RuntimeError)\n\tfrom x.rb:3:in '<main>'\n",
            "x.rb:1:in 'load': no rows (RuntimeError)"
        },
        {
            "\u001b[31;1mException: \u001b[0m/x.ps1:1\n\u001b[36;1mLine |\n\u001b[36;1m   1 | \u001b[0m throw 'no rows'\n"
            + "     | \u001b[31;1m ~~~~~~~~~~~~\u001b[0m\n     | \u001b[31;1mno rows\u001b[0m\n",
            "Exception: /x.ps1:1; no rows"
        },
        {
            "restoring\nx.cs(1,2): error CS0103: no name\n\nBuild FAILED.\n    1 Error(s)\n\n",
            "x.cs(1,2): error CS0103: no name; Build FAILED.; 1 Error(s)"
        },
        { "10 %\r50 %\rno space left\n", "no space left" },
        { "same\nsame\nsame\n", "same" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void The_last_lines_that_say_something_are_the_cause(string output, string cause)
    {
        Assert.Equal(cause, FailureCause.Of(output));
        Assert.Equal(cause, FailureCause.Of("loading\ncopying\nwaiting\n" + output));
    }

    [Theory]
    [InlineData("one\ntwo\n}\n", "two")]
    [InlineData("error: disk\nsummary\n", "error: disk; summary")]
    [InlineData("error: disk\na\nb\nc\n", "error: disk")]
    [InlineData("0 errors\nsummary\n", "summary")]
    [InlineData("\n\n---\n", null)]
    [InlineData("", null)]
    public void An_output_without_a_message_of_an_error_ends_with_the_cause(string output, string? cause) =>
        Assert.Equal(cause, FailureCause.Of(output));
}
