# What really happened to a job, drawn as a tree.

BeforeAll {
    $root = (Resolve-Path "$PSScriptRoot/../..").Path
    $ownHome = $env:MARIANNE_HOME
    Import-Module "$root/Marianne.psd1"
    $env:MARIANNE_HOME = "$TestDrive/home"
    Connect-Marianne -InMemory

    # Times differ from run to run.
    function Get-Tree($Job) {
        ($Job | Import-ExecutionHistory | Get-ExecutionStep -Tree) -replace '  [\d.,:]+ (ms|s|min|h)(?=  |$)', '  (time)'
    }
}

AfterAll {
    Disconnect-Marianne
    $env:MARIANNE_HOME = $ownHome
}

Describe 'The history of a job' {
    It 'shows a sheet that failed once, what it waited for and what followed' {
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

    It 'is replaced by the next run, which tells all of it' {
        $flag = "$TestDrive/mended"
        $score = @{
            name = 'again'; workspace = "$TestDrive"; retry = @{ max_retries = 0 }
            sheets = @(@{ name = 'only'; script = "if (-not (Test-Path '$flag')) { throw 'broken' }" })
        }
        $failed = Invoke-MarianneJob -Score $score -ErrorAction Ignore
        (Get-Tree $failed)[-1] | Should -BeLike 'only  Failed  (time)  E009: *Its last line was: *broken*'
        $null = New-Item $flag
        $job = $failed | Invoke-MarianneJob

        (Get-Tree $job) -replace '  .*' | Should -Be again, '+- only', '`- only'
        ($job | Import-ExecutionHistory | Get-ExecutionStep -State only).Status | Should -Be Failed, Completed
    }
}
