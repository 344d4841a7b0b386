# What the message of a failed sheet or job says: the cause first.

[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingInvokeExpression', '', Justification = 'Sheets may.')]
param()

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory
    $option = @{ retry = @{ max_retries = 0 } }
}

AfterAll { Exit-TestSession }

Describe 'The cause of a failure' {
    It 'is <Cause>' -ForEach @(
        @{
            Script = { Foo-Bar -X 1 }
            Cause = "The term 'Foo-Bar' is not recognized as a name of *, at line 1 (E505: *"
        }
        @{ Script = { throw "Cannot reach the database.`nDetails" }; Cause = 'Cannot reach the database, at line 1 (E009: *' }
        @{ Script = { Get-Item /nope }; Cause = "Get-Item: Cannot find path '*' because it does not exist, at line 1 (E009: *" }
        @{
            Script = { Get-Item /nope -ErrorAction Continue; exit 2 }
            Cause = "Get-Item: Cannot find path '*' because it does not exist. (E009: It failed. Its exit code was 2.)"
        }
        @{ Script = { Invoke-Expression 'if (' }; Cause = "Invoke-Expression: Missing condition in if statement after 'if (', at line 1 (*" }
        @{ Script = { 'before'; Write-Error "one`ntwo" }; Cause = 'one, at line 1 (E009: *' }
        @{ Script = { exit 4 }; Cause = 'E009: It failed. Its exit code was 4.' }
    ) {
        $job = Invoke-MarianneJob -Name cause -Workspace "$TestDrive" -Sheet $Script -Option $option -Restart -ErrorAction Ignore

        $job.Sheets[0].ErrorMessage | Should -BeLike $Cause
    }

    It 'names the file and the line of a script file' {
        Set-Content "$TestDrive/deploy.ps1" "'start'`n`nGet-Item /nope"
        $score = $option + @{ name = 'file'; workspace = "$TestDrive"; sheets = @(@{ script = "$TestDrive/deploy.ps1" }) }
        $job = Invoke-MarianneJob -Score $score -ErrorAction Ignore

        $job.Sheets[0].ErrorMessage | Should -BeLike 'Get-Item: *, at deploy.ps1:3 (E009: *'
    }

    It 'is listed for each sheet that failed' {
        $sheets = 'echo one >&2; exit 1', 'echo two; exit 2', 'echo three >&2; echo } >&2; exit 3'
        $parallel = $option + @{ parallel = @{ enabled = $true; fail_fast = $false } }
        $null = Invoke-MarianneJob -Name many -Workspace "$TestDrive" -Sheet $sheets -Option $parallel -ErrorAction SilentlyContinue -ErrorVariable failure

        "$failure" | Should -BeLike '*3 sheets failed. Sheet 1: one (E009: * 1.) Sheet 2: two (* 2.) Sheet 3: three (* 3.) Fix the cause*'
    }
}

Describe 'A text of millions of characters that a script writes' {
    It 'is kept only at its end' {
        $job = Invoke-MarianneJob -Name long -Workspace "$TestDrive" -Sheet { 'x' * 5000000; 'end' }
        $attempt = $job | Get-MarianneExecution

        $attempt.Output.Length | Should -BeLessOrEqual (50 * 1024)
        $attempt.Output | Should -Match 'x{1000}\r?\nend\r?\n$'
    }
}
