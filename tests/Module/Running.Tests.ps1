# Running jobs: the input of Invoke-MarianneJob, its output, and its errors.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
    Connect-Marianne -InMemory
    $work = (New-Item "$TestDrive/work" -ItemType Directory).FullName
    Push-Location $work
    $once = @{ retry = @{ max_retries = 0 } }

    function New-Score([string] $File, [string] $Name, [string] $Script = "'done'") {
        New-MarianneScore $Name -Sheet @{ script = $Script } -Option $once -Path $File
    }
}

AfterAll {
    Pop-Location
    Exit-TestSession
}

Describe 'Invoke-MarianneJob accepts' {
    It 'the path of a score' {
        $null = New-Score path.yaml path
        $job = Invoke-MarianneJob path.yaml
        $job | Should -BeOfType Marianne.Jobs.Job
        $job.Name, $job.Status | Should -Be path, Completed
        $job.ConfigPath | Should -Be (Get-Item path.yaml).FullName
    }

    It 'wildcards, and runs the matching scores one after the other' {
        $null = New-Score wild-a.json a
        $null = New-Score wild-b.psd1 b
        (Invoke-MarianneJob wild-*).Name | Should -Be a, b
    }

    It 'files from the pipeline, whatever their names' {
        $null = New-Score 'one [1] day.yaml' brackets
        (Get-ChildItem one* | Invoke-MarianneJob).Name | Should -Be brackets
        (Get-Item -LiteralPath 'one [1] day.yaml' | Select-Object PSPath | Invoke-MarianneJob).Name | Should -Be brackets
        (Invoke-MarianneJob -LiteralPath 'one [1] day.yaml').Name | Should -Be brackets
    }

    It 'scores and hashtables' {
        $score = New-MarianneScore given -Sheet { 'a' }
        (Invoke-MarianneJob -Score $score).Name | Should -Be given
        ($score, @{ name = 'table'; sheets = { 'b' } } | Invoke-MarianneJob).Name | Should -Be given, table
        ('{ "name": "object", "sheets": [ { "script": "1" } ] }' | ConvertFrom-Json | Invoke-MarianneJob).Name | Should -Be object
    }

    It 'a name and sheets, with a workspace, an instrument and options' {
        $job = Invoke-MarianneJob -Name sheets -Workspace TestDrive:/made -Instrument 'echo Said: {prompt}' -Option $once -Sheet @(
            { Get-Location | ForEach-Object ProviderPath }
            @{ prompt = 'hello there' }
            'echo command'
        )
        $job.Status | Should -Be Completed
        $job.ConfigSnapshot.workspace | Should -Be (Get-Item TestDrive:/made).FullName
        $outputs = (Get-MarianneExecution -JobId $job.Id | Sort-Object SheetNumber).Output.Trim()
        $prompt = $IsWindows ? '"hello there"' : 'hello there' # cmd keeps the quotes.
        $outputs | Should -Be (Get-Item TestDrive:/made).FullName, "Said: $prompt", 'command'
    }

    It 'a job, and resumes it' {
        $null = New-Score go-on.yaml -Name go-on -Script "if (-not (Test-Path fixed)) { throw 'broken' }"
        $failed = Invoke-MarianneJob go-on.yaml -ErrorAction Ignore
        $failed.Status | Should -Be Failed
        $null = New-Item fixed
        $job = $failed | Invoke-MarianneJob
        $job.Id, $job.Status | Should -Be $failed.Id, Completed
        (Invoke-MarianneJob -Id $job.Id -WarningVariable warnings -WarningAction Ignore).Id | Should -Be $job.Id
        "$warnings" | Should -BeLike '*is already Completed.'
    }

    It 'a job from another session' {
        $null = New-Score crossed.yaml crossed
        $job = Invoke-MarianneJob crossed.yaml | ConvertTo-Deserialized
        ($job | Invoke-MarianneJob -WarningAction Ignore).Id | Should -Be $job.Id
    }

    It '-Restart, and creates another job' {
        $null = New-Score restart.yaml -Name restart -Script 'throw 1'
        $first = Invoke-MarianneJob restart.yaml -ErrorAction Ignore
        (Invoke-MarianneJob restart.yaml -ErrorAction Ignore).Id | Should -Be $first.Id
        (Invoke-MarianneJob restart.yaml -ErrorAction Ignore -Restart).Id | Should -Not -Be $first.Id
    }
}

Describe 'A failure' {
    It 'is an error after the job, when the job failed' {
        $job = Invoke-MarianneJob -Name failing -Sheet { throw 'no luck' } -Option $once -ErrorVariable errors -ErrorAction SilentlyContinue
        $job.Status | Should -Be Failed
        $errors.Count | Should -Be 1
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'JobFailed,*'
        $errors[0].CategoryInfo.Category | Should -Be InvalidResult
        $errors[0].TargetObject.Id | Should -Be $job.Id
        "$($errors[0])" | Should -BeLike '*no luck*.) Fix the cause*'
    }

    It 'ends an unattended script' {
        { $ErrorActionPreference = 'Stop'; Invoke-MarianneJob -Name stops -Sheet { throw 'no' } -Option $once } |
            Should -Throw -ErrorId 'JobFailed,*'
    }

    It 'does not keep other scores from running' {
        $null = New-Score fine.yaml fine
        Set-Content bad.yaml 'name: bad'
        $jobs = 'bad.yaml', 'missing.yaml', 'fine.yaml' | Invoke-MarianneJob -ErrorVariable errors -ErrorAction SilentlyContinue
        $jobs.Name | Should -Be fine
        $errors.FullyQualifiedErrorId -replace ',.*' | Should -Be ScoreInvalid, ScoreNotFound
        Invoke-MarianneJob -Id missing -ErrorVariable missing -ErrorAction SilentlyContinue
        $missing[0].FullyQualifiedErrorId | Should -BeLike 'JobNotFound,*'
    }

    It 'resumes a job whose failed sheet was corrected' {
        $sheets = @{ name = 'first'; script = '1' }, @{ name = 'second'; script = 'throw 2' }
        $job = Invoke-MarianneJob -Name corrected -Sheet $sheets -Option $once -ErrorAction Ignore
        $sheets[1].script = '2'
        $again = Invoke-MarianneJob -Name corrected -Sheet $sheets -Option $once
        $again.Id, $again.Status | Should -Be $job.Id, Completed
        $again.Sheets.AttemptCount | Should -Be 1, 2
    }

    It 'names the sheets that are done when a score changed for them, until -Force is used' {
        Set-Content first.ps1 '1'
        $sheets = @{ name = 'first'; script = './first.ps1' }, @{ name = 'second'; script = 'throw 2' }
        $job = Invoke-MarianneJob -Name changing -Sheet $sheets -Option $once -ErrorAction Ignore
        $sheets[1].script = '2'
        Set-Content first.ps1 '10'
        Invoke-MarianneJob -Name changing -Sheet $sheets -Option $once -ErrorVariable errors -ErrorAction SilentlyContinue |
            Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'ScoreChanged,*'
        "$($errors[0])" | Should -BeLike '*sheet 1, which is done: its file changed*-Force*'
        $forced = Invoke-MarianneJob -Name changing -Sheet $sheets -Option $once -Force
        $forced.Id, $forced.Status | Should -Be $job.Id, Completed
        $forced.Sheets.AttemptCount | Should -Be 1, 2
    }

    It 'is the output of -WhatIf, which runs and stores nothing' {
        $before = @(Get-MarianneJob).Count
        $plan = Invoke-MarianneJob -Name planned -Sheet { New-Item ran }, 'true' -WhatIf
        $plan | Should -BeOfType Marianne.Running.JobPlan
        $plan.SheetsToPlay | Should -Be 2
        $plan.Sheets.Kind | Should -Be script, command
        $WhatIfPreference = $true
        (Invoke-MarianneJob -Name planned -Sheet { New-Item ran }).Name | Should -Be planned
        @(Get-MarianneJob).Count | Should -Be $before
        'ran' | Should -Not -Exist
        (Invoke-MarianneJob -Name unplanned -Sheet { 1 } -WhatIf:$false).Status | Should -Be Completed
    }

    It 'shows completed sheets, sheets that may be skipped, and the cost of earlier runs' {
        $score = @{
            name = 'expected'; retry = @{ max_retries = 0 }
            sheets = { 1 }, { Write-MarianneUsage 10 20 -Cost 0.25 }, { throw 3 }
            sheet = @{ dependencies = @{ 2 = @(1); 3 = @(1) }; skip_when_command = @{ 3 = @{ command = 'exit 1' } } }
            cost_limits = @{ enabled = $true; max_cost_per_job = 2 }
        }
        $job = Invoke-MarianneJob -Score $score -ErrorAction Ignore
        $plan = Invoke-MarianneJob -Score $score -WhatIf
        $plan.JobId | Should -Be $job.Id
        $plan.Sheets.Action | Should -Be Done, Done, MayBeSkipped
        $plan.Sheets.Group | Should -Be 1, 2, 2
        $plan.Sheets.Order | Should -Be 1, 2, 3
        $plan.MaxCostPerJob, $plan.CostSoFar | Should -Be 2, 0.25
        (Invoke-MarianneJob -Score $score -WhatIf -Restart).ExpectedCost | Should -Be 0.25
    }
}

Describe 'A run' {
    It 'writes its events with -PassThru, then the job' {
        $written = Invoke-MarianneJob -Name events -Sheet { 'quiet' } -PassThru
        $written[0..3].Kind | Should -Be JobStarted, SheetStarted, SheetCompleted, JobCompleted
        $written[1].SheetNumber | Should -Be 1
        $written[0].Time.Kind | Should -Be Local
        $written[4] | Should -BeOfType Marianne.Jobs.Job
        $written.Count | Should -Be 5
    }

    It 'that reached its cost limit continues with a higher one, which its warning advises' {
        $score = @{ name = 'limited'; sheets = { Write-MarianneUsage 10 20 -Cost 3 }, { 'done' }; cost_limits = @{ max_cost_per_job = 2 } }
        $job = Invoke-MarianneJob -Score $score -WarningVariable warnings -WarningAction Ignore
        $job.Status | Should -Be Paused
        $warnings[-1] | Should -BeLike '*Raise the limit in the score, and run the job again with it.'
        (Invoke-MarianneJob -Id $job.Id -WarningAction Ignore).Status | Should -Be Paused
        $score.cost_limits.max_cost_per_job = 4
        (Invoke-MarianneJob -Score $score).Status | Should -Be Completed
    }

    It 'streams with -PassThru: a later command may release a waiting sheet' {
        $events = Invoke-MarianneJob -Name streamed -PassThru -Sheet {
            while (-not (Test-Path released)) { Start-Sleep -Milliseconds 10 }
        } | ForEach-Object {
            if ($_.Kind -eq 'SheetStarted') { $null = New-Item released }
            $_
        }
        $events[-1].Status | Should -Be Completed
    }

    It 'shows the output of the sheets with -Verbose, with the time and the name of the sheet' {
        $sheets = { 'a line'; Write-Warning 'careful' }, @{ name = 'publish'; script = '2' }
        $lines = Invoke-MarianneJob -Name verbose -Sheet $sheets -Verbose 4>&1
        "$lines" | Should -Match '\d\d:\d\d:\d\d Sheet 1: a line \d\d:\d\d:\d\d Sheet 1: WARNING: careful'
        "$lines" | Should -Match "\d\d:\d\d:\d\d Sheet 2 'publish': Started\."
    }

    It 'shows progress, not more than five times a second' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($Root, $Folder)
                Import-Module "$Root/Marianne.psd1"
                Connect-Marianne "$Folder/progress.db"
                $sheets = 1..3 | ForEach-Object { { Start-Sleep -Milliseconds 150; 1..200 } }
                Invoke-MarianneJob -Name progress -Workspace $Folder -Sheet $sheets
                Disconnect-Marianne
            }).AddArgument($root).AddArgument($work)
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Invoke().Status | Should -Be Completed
        $records = @($shell.Streams.Progress | Where-Object Activity -EQ 'Running progress')
        $records.Count | Should -BeGreaterThan 0
        $records.Count | Should -BeLessOrEqual (2 + 5 * $watch.Elapsed.TotalSeconds)
        $records.StatusDescription -match '^\d of 3 sheets; running \d' | Should -Not -BeNullOrEmpty
        $records[-1].RecordType | Should -Be Completed
        $shell.Dispose()
    }
}

Describe 'Write-MarianneUsage' {
    It 'writes the line that a runner reads' {
        Write-MarianneUsage 1200 300 -Model 'a "model"' -Cost 0.5 |
            Should -BeExactly '{"marianne_usage":{"input_tokens":1200,"output_tokens":300,"model":"a \u0022model\u0022","cost":0.5}}'
        [pscustomobject]@{ InputTokens = '7'; OutputTokens = 8 } | Write-MarianneUsage |
            Should -BeExactly '{"marianne_usage":{"input_tokens":7,"output_tokens":8}}'
    }

    It 'rejects invalid usage: <Parameters>' -ForEach @(
        @{ Parameters = @{ InputTokens = -1 } }, @{ Parameters = @{ Cost = -1 } }, @{ Parameters = @{ Model = '' } }
    ) {
        { Write-MarianneUsage @Parameters } | Should -Throw
    }

    It 'adds up in the sheet and the job' {
        $job = Invoke-MarianneJob -Name usage -Sheet { Write-MarianneUsage 100 10 -Cost 0.5; Write-MarianneUsage 1 2 -Cost 0.25 -Model m }
        $job.Cost | Should -Be 0.75
        $job.Sheets[0].Measures.InputTokens, $job.Sheets[0].Measures.OutputTokens | Should -Be 101, 12
        $job.Sheets[0].Measures.Model | Should -Be m
    }
}

Describe 'Completion' {
    It 'offers ids, names and files' {
        $null = New-MarianneJob -Id 'zebra[1]' -Name 'name [x]' -TotalSheets 1
        (Get-Completion 'Invoke-MarianneJob -Id zeb').CompletionText | Should -Be "'zebra[1]'"
        (Get-Completion 'Invoke-MarianneJob -Name na').CompletionText | Should -Be "'name [x]'"
        $null = New-Score complete.yaml complete
        $line = 'Invoke-MarianneJob comp'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText |
            Should -Be './complete.yaml'.Replace('/', [IO.Path]::DirectorySeparatorChar)
    }
}

Describe 'Unfinished jobs of which some have no score' {
    BeforeAll {
        Connect-Marianne -InMemory
        $null = New-MarianneJob -Id bare -TotalSheets 2
        $null = New-MarianneJob -Id data -TotalSheets 2 -Config @{ Server = 'db1' }
        $null = New-MarianneJob -Id one -Score @{ name = 'one'; sheets = , @{ command = 'exit 0' } }
        $null = New-MarianneJob -Id two -Score @{ name = 'two'; sheets = , @{ command = 'exit 0' } }
    }

    It 'are run, with one error for each of these that says what to do' {
        $jobs = Get-MarianneJob -Unfinished | Invoke-MarianneJob -ErrorAction SilentlyContinue -ErrorVariable failures
        $jobs.Id | Sort-Object | Should -Be one, two
        $jobs.Status | Should -Be Completed, Completed
        $failures.TargetObject.Id | Sort-Object | Should -Be bare, data
        $advice = 'Use Set-MarianneSheet to record the work on its sheets, or create another job from a score with Invoke-MarianneJob -Path.'
        "$failures" | Should -BeLike "*The job 'bare' cannot be run: it was created without a score. $advice*"
        "$failures" | Should -BeLike "*The job 'data' cannot be run: its configuration is not a score. $advice*"
    }
}
