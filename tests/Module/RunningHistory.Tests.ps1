# The execution history of a job, as a tree.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory

    # Times differ from run to run.
    function Get-Tree($Job) {
        ($Job | Import-ExecutionHistory | Get-ExecutionStep -Tree) -replace '  [\d.,:]+ (ms|s|min|h)(?=  |$)', '  (time)'
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The history of a job' {
    It 'shows a sheet that failed once, with the sheets before and after it' {
        $job = Invoke-MarianneJob -Score @{
            name = 'nightly'
            workspace = "$TestDrive"
            sheets = @(
                @{ name = 'collect'; script = '1' }
                @{ name = 'review'; script = "if (`$Sheet.AttemptCount -eq 1) { throw 'busy' }" }
                @{ name = 'publish'; script = '2' }
            )
            sheet = @{ dependencies = @{ 2 = @(1); 3 = @(2) } }
            retry = @{ base_delay_seconds = 0.1; jitter = $false }
        }

        Get-Tree $job | Should -Be @(
            'nightly  Completed  (time)  -> completed'
            'collect  Completed  (time)  -> completed'
            '+- review  Failed  (time)  E009: It failed.'
            '`- review  Completed  (time)  -> completed'
            '   publish  Completed  (time)  -> completed'
        )
    }

    It 'is replaced by the next run with all attempts' {
        $flag = "$TestDrive/fixed"
        $score = @{
            name = 'again'; workspace = "$TestDrive"; retry = @{ max_retries = 0 }
            sheets = @(@{ name = 'only'; script = "if (-not (Test-Path '$flag')) { throw 'broken' }" })
        }
        $failed = Invoke-MarianneJob -Score $score -ErrorAction Ignore
        (Get-Tree $failed)[-1] | Should -BeLike 'only  Failed  (time)  broken, at line 1 (E009: *'
        $null = New-Item $flag
        $job = $failed | Invoke-MarianneJob

        (Get-Tree $job) -replace '  .*' | Should -Be again, '+- only', '`- only'
        ($job | Import-ExecutionHistory | Get-ExecutionStep -State only).Status | Should -Be Failed, Completed
    }
}
