import { classes } from './classes.ts'

/**
 * A few choices side by side, the one in force pressed: language, appearance. A form of buttons, so that it works before
 * and without script.
 */
export function Choice({
  label,
  name,
  value,
  options,
  action,
}: {
  label: string
  name: string
  value: string
  options: readonly { readonly value: string; readonly label: string; readonly lang?: string }[]
  action: (form: FormData) => Promise<void>
}) {
  return (
    <form action={action}>
      <fieldset className="grid gap-1">
        <legend className="px-1 text-small text-faint">{label}</legend>
        <div className="flex rounded-small bg-sunken p-0.5">
          {options.map((option) => (
            <button
              key={option.value}
              name={name}
              value={option.value}
              lang={option.lang}
              aria-pressed={option.value === value}
              className={classes(
                'min-h-9 flex-1 rounded-[5px] px-2 text-small',
                option.value === value ? 'bg-pressed font-semibold text-ink' : 'text-soft hover:text-ink',
              )}
            >
              {option.label}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  )
}
