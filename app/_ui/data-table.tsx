/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role, jsx-a11y/prefer-tag-over-role --
   a browser drops a table's meaning when its display changes, so the roles are written out */
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { MarkedRow } from './rolling.tsx'

export type Column<Row> = {
  readonly key: string
  readonly header: ReactNode
  readonly cell: (row: Row) => ReactNode
  readonly align?: 'start' | 'end'
  /** Says which row it is: a reader who goes down another column hears it each time. */
  readonly names?: boolean
  /** Where the cell stands on a phone, where a row is a card of two columns; 'none' leaves it out there. */
  readonly phone: 'first' | 'first-end' | 'second' | 'third' | 'third-end' | 'none'
  readonly className?: string
}

/** Rows under one heading, such as a day, or under none. */
export type Group<Row> = { readonly key: string; readonly heading?: ReactNode; readonly rows: readonly Row[] }

const places: Record<Column<never>['phone'], string> = {
  first: 'max-sm:col-start-1 max-sm:row-start-1',
  'first-end': 'max-sm:col-start-2 max-sm:row-start-1 max-sm:text-end',
  second: 'max-sm:col-span-2 max-sm:row-start-2',
  third: 'max-sm:col-start-1 max-sm:row-start-3',
  'third-end': 'max-sm:col-start-2 max-sm:row-start-3 max-sm:text-end',
  none: 'max-sm:hidden',
}

type Props<Row> = {
  caption: string
  columns: readonly Column<Row>[]
  groups: readonly Group<Row>[]
  rowKey: (row: Row) => string
}

/** A table on a desk, a list of cards in the same order on a phone. */
export function DataTable<Row>({ caption, columns, groups, rowKey }: Props<Row>) {
  return (
    <table role="table" className="w-full border-collapse text-start max-sm:block">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup" className="max-sm:sr-only">
        <tr role="row">
          {columns.map((column) => (
            <th
              key={column.key}
              role="columnheader"
              scope="col"
              className={classes(
                'border-b border-line py-2 text-small font-normal text-faint sm:pe-4',
                edges,
                aligned(column),
                column.className,
              )}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map((group) => (
        <tbody key={group.key} role="rowgroup" className="max-sm:block">
          {group.heading === undefined ? null : (
            <tr role="row" className="max-sm:block">
              <th
                role="rowheader"
                scope="rowgroup"
                colSpan={columns.length}
                className="pt-5 pb-1 text-start text-small font-normal text-soft max-sm:block sm:ps-3"
              >
                {group.heading}
              </th>
            </tr>
          )}
          {group.rows.map((row) => (
            <BodyRow key={rowKey(row)} row={row} columns={columns} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

function BodyRow<Row>({ row, columns }: { row: Row; columns: readonly Column<Row>[] }) {
  return (
    <MarkedRow
      role="row"
      className="border-b border-line hover:bg-sunken/60 max-sm:relative max-sm:-mx-4 max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-3 max-sm:px-4 max-sm:py-2.5"
    >
      {columns.map((column) => {
        const className = classes('align-baseline sm:py-2.5 sm:pe-4', edges, aligned(column), places[column.phone], column.className)
        return column.names ? (
          <th key={column.key} role="rowheader" scope="row" className={classes('font-normal', className)}>
            {column.cell(row)}
          </th>
        ) : (
          <td key={column.key} role="cell" className={className}>
            {column.cell(row)}
          </td>
        )
      })}
    </MarkedRow>
  )
}

const edges = 'sm:first:ps-3 sm:last:pe-3'

function aligned(column: { readonly align?: 'start' | 'end' }): string {
  return column.align === 'end' ? 'text-end' : 'text-start'
}
